import { isRecord } from '../../values/isRecord.ts';

/** The fields around an answer or a chunk, mended where the meaning is plain, else undefined: they must not cost the answer. */
export function mendHead({ id, object, created, model, usage }: Record<string, unknown>) {
  return {
    id: mendText(typeof id === 'number' ? `${id}` : id),
    object: mendText(object),
    created: mendCount(created),
    model: mendText(model),
    usage: mendUsage(usage),
  };
}

function mendText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function mendCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(count) && Number(count) >= 0 ? Number(count) : undefined;
}

function mendUsage(usage: unknown): object | undefined {
  if (!isRecord(usage)) return undefined;
  return {
    ...usage,
    ...mendCounts(usage, ['prompt_tokens', 'completion_tokens', 'total_tokens']),
    prompt_tokens_details: mendDetails(usage.prompt_tokens_details, 'cached_tokens'),
    completion_tokens_details: mendDetails(usage.completion_tokens_details, 'reasoning_tokens'),
  };
}

function mendDetails(details: unknown, count: string): object | undefined {
  return isRecord(details) ? { ...details, ...mendCounts(details, [count]) } : undefined;
}

function mendCounts(counts: Record<string, unknown>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, mendCount(counts[name])]));
}
