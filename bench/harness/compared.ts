import type { Bound, Row } from './benchmark.ts';
import { median, quantile, ratios } from './statistics.ts';

/** Heads of the rows that `compared` makes. */
export const comparedColumns = ['', 'ours', 'theirs', 'ratio', 'its quartiles'] as const;

/** A row of two parties: medians, the median of the ratios pair by pair, and how far those spread. */
export function compared(
  what: string,
  own: readonly number[],
  theirs: readonly number[],
  toText: (value: number) => string,
  bound?: Bound,
): Row {
  const pairs = ratios(own, theirs);
  const figure = median(pairs);
  const quartiles = [0.25, 0.75].map((share) => quantile(pairs, share).toFixed(2));
  return {
    cells: [
      what,
      toText(median(own)),
      toText(median(theirs)),
      figure.toFixed(2),
      quartiles.join(' to '),
    ],
    ...(bound && { judged: { figure, bound } }),
  };
}
