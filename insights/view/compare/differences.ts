import type { Compared } from './compared.ts';
import { measures, toChange } from './measures.ts';

/** What calls say of one thing, in their order; undefined where one says nothing. */
export interface Difference {
  readonly name: string;
  readonly values: readonly (string | undefined)[];
  /** Whether it is a text that was said: what differs in it is worth seeing word by word. */
  readonly isText: boolean;
  /** Whether it is a number that seldom is the same twice. */
  readonly isMeasure: boolean;
  /** How much more the second call has of it than the first. */
  readonly change?: string | undefined;
}

/** What calls say of each thing that is worth a comparison: of the calls, then of what they asked. What none says is left out. */
export function toDifferences(calls: readonly Compared[]): readonly Difference[] {
  const facts = calls.map(({ operation }) => factsOf(operation));
  const asked = calls.map(({ request }) => new Map(request.map(({ name, text }) => [name, text])));
  const names = new Set(calls.flatMap(({ request }) => request.map(({ name }) => name)));
  return [
    ...Object.keys(facts[0] ?? {}).map((name) => ({
      name,
      values: facts.map((fact) => fact[name] ?? undefined),
      isText: false,
      isMeasure: false,
    })),
    ...measures.map(({ name, of, format }) => {
      const [first = null, second = null, ...more] = calls.map(({ operation }) => of(operation));
      const values = [first, second, ...more].slice(0, calls.length);
      return {
        name,
        values: values.map((value) => (value === null ? undefined : format(value))),
        isText: false,
        isMeasure: true,
        change: toChange(first, second),
      };
    }),
    ...[...names].map((name) => ({
      name,
      values: asked.map((texts) => texts.get(name)),
      isText: /^message \d+$|^instructions$/.test(name),
      isMeasure: false,
    })),
  ].filter(({ values }) => values.some((value) => value !== undefined));
}

/** Whether calls say the same. */
export function isSame({ values }: Difference): boolean {
  return values.every((value) => value === values[0]);
}

/** The values of many calls, each once, with the numbers of the calls that have it. */
export function groupValues(
  values: Difference['values'],
  numbers: readonly number[],
): readonly { readonly value: string | undefined; readonly calls: readonly number[] }[] {
  const groups = Map.groupBy(
    values.map((value, index) => ({ value, call: numbers[index] ?? index + 1 })),
    ({ value }) => value,
  );
  return [...groups].map(([value, all]) => ({ value, calls: all.map(({ call }) => call) }));
}

/** Numbers of calls in words: `1, 3–5, 9`. */
export function toNumbers(calls: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const call of calls) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === call - 1) last[1] = call;
    else runs.push([call, call]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

function factsOf(call: Compared['operation']): Readonly<Record<string, string | null>> {
  return {
    outcome: call.outcome,
    'finish reason': call.finishReason,
    'model asked': call.model,
    'fallback model': call.fallbackModel,
    'model calls': `${call.modelCalls}`,
    retries: `${call.retries}`,
    'tool runs': `${call.toolCalls}`,
    assistant: call.agent,
    caller: call.caller,
    function: call.function,
    'cold start': call.coldStart ? 'yes' : 'no',
    conversation: call.conversationId,
  };
}
