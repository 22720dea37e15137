import { isRecord } from '../../values/isRecord.ts';

/** A call that has begun. */
interface Call {
  readonly number: number;
  readonly id: unknown;
  readonly named: boolean;
}

/** More than any answer makes: what is beyond keeps the model's own numbers. */
const mostCalls = 1_024;

/**
 * Numbers the tool calls of one stream, in each chunk in turn, in place; true when something was changed. Some models give no
 * `index`, or the same one to all calls: a new ID opens the next call, without IDs a name does, and what has neither goes on
 * with the last. Pieces that name no function stay with the call of their index, whatever ID they bring. What has neither index
 * nor ID gets both.
 */
export function createCallNumbers(): (chunk: unknown) => boolean {
  const byIndex = new Map<number, Call>();
  const taken = new Set<number>();
  let last: Call | undefined;
  let next = 0;
  const open = (index: number | undefined, id: unknown, named: boolean): Call => {
    const number = index !== undefined && !taken.has(index) ? index : next;
    taken.add(number);
    next = Math.max(next, number + 1);
    return { number, id, named };
  };
  const numberOf = (call: Record<string, unknown>): number => {
    const { index: given } = call;
    const index = Number.isSafeInteger(given) && Number(given) >= 0 ? Number(given) : undefined;
    if (taken.size >= mostCalls) return index ?? next;
    const id = call.id || undefined;
    const named = hasName(call.function) || hasName(call.custom);
    const found = index === undefined ? last : byIndex.get(index);
    if (found !== undefined && !opensNext(found, index, id, named)) last = found;
    else {
      last = open(index, id, named);
      if (index === undefined && id === undefined) call.id = `call_${last.number + 1}`;
    }
    if (index !== undefined) byIndex.set(index, last);
    return last.number;
  };
  return (chunk) => {
    let changed = false;
    for (const call of callsOf(chunk)) {
      const number = numberOf(call);
      changed ||= call.index !== number;
      call.index = number;
    }
    return changed;
  };
}

function opensNext(call: Call, index: number | undefined, id: unknown, named: boolean): boolean {
  const isNew = id !== undefined && id !== call.id;
  if (index !== undefined) return isNew && named && call.id !== undefined;
  return isNew || (id === undefined && named && call.named);
}

function callsOf(chunk: unknown): readonly Record<string, unknown>[] {
  if (!isRecord(chunk) || !Array.isArray(chunk.choices)) return [];
  return chunk.choices.flatMap((choice) => {
    const calls = isRecord(choice) && isRecord(choice.delta) ? choice.delta.tool_calls : undefined;
    return Array.isArray(calls) ? calls.filter(isRecord) : [];
  });
}

function hasName(called: unknown): boolean {
  return isRecord(called) && Boolean(called.name);
}
