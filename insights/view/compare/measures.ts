import type { Operation } from '../../api.ts';
import { formatMoney, formatSpan, formatTokens } from '../../format.ts';

/** A number of a call: null when it is not known. */
export interface Measure {
  readonly name: string;
  readonly of: (call: Operation) => number | null;
  readonly format: (value: number) => string;
}

/** What is measured of a call. */
export const measures: readonly Measure[] = [
  { name: 'duration', of: ({ durationMs }) => durationMs, format: formatSpan },
  { name: 'first token', of: (call) => call.timeToFirstTokenMs, format: formatSpan },
  { name: 'tokens in', of: ({ inputTokens }) => inputTokens, format: formatTokens },
  { name: 'tokens out', of: ({ outputTokens }) => outputTokens, format: formatTokens },
  { name: 'tokens cached', of: (call) => call.cachedInputTokens, format: formatTokens },
  { name: 'cost', of: ({ costUsd }) => costUsd, format: formatMoney },
];

/** How much more or less the second of two numbers is, as `+12 %` or `−33 %`; undefined when it is not known, or nearly nothing. */
export function toChange(before: number | null, after: number | null): string | undefined {
  if (before === null || after === null || before === 0) return undefined;
  const percent = Math.round((after / before - 1) * 100);
  if (percent === 0) return undefined;
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toLocaleString('en-US')} %`;
}
