import type { Percentiles, StepPercentiles } from '../../statsApi.ts';

/** Of fewer than this a percentile says nothing. */
const fewest = 5;

/** Nearest-rank percentiles of values in ascending order, as `GET /api/summary` takes them; null when there are too few. */
export function percentilesOf(sorted: Float64Array): Percentiles {
  const n = sorted.length;
  const rank = (share: number) =>
    n < fewest ? null : (sorted[Math.max(0, Math.ceil(n * share) - 1)] ?? null);
  return { n, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) };
}

/**
 * Percentiles of a step of several, whose values are in ascending order. A step with too few is taken together with those before
 * it, as many as it takes: a few calls in many steps would have none.
 */
export function percentilesAt(index: number, steps: readonly Float64Array[]): StepPercentiles {
  const own = steps[index] ?? new Float64Array(0);
  let first = index;
  for (let n = own.length; n > 0 && n < fewest && first > 0; n += steps[first]?.length ?? 0) {
    first -= 1;
  }
  const values = first === index ? own : mergeSorted(steps.slice(first, index + 1));
  return { ...percentilesOf(values), steps: index - first + 1 };
}

/** Several lists of values as one, in ascending order. */
export function mergeSorted(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((length, list) => length + list.length, 0));
  let offset = 0;
  for (const list of lists) {
    all.set(list, offset);
    offset += list.length;
  }
  return all.sort();
}
