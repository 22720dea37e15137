import { type CallerRows, type LimitsByUnit, units } from './callerRows.ts';
import { windowAt } from './windows.ts';

const kinds = ['requests', 'tokens'] as const;

interface Standing {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/**
 * `x-ratelimit-…` as OpenAI writes them; of two limits of tokens, the one of which less is left.
 * https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
 */
export function headersOf(
  limits: LimitsByUnit,
  rows: CallerRows | undefined,
  now: number,
): Record<string, string> {
  const headers = kinds.map((kind) => {
    const standings = units.flatMap((unit): Standing[] => {
      const limit = limits[unit]?.[kind];
      if (limit === undefined) return [];
      const remaining = rows?.at(unit)?.row.left()[kind] ?? limit;
      return [{ limit, remaining, resetMs: windowAt(unit, now).end - now }];
    });
    const [least] = standings.sort((a, b) => a.remaining - b.remaining);
    return least === undefined ? {} : toHeaders(kind, least);
  });
  return Object.assign({}, ...headers);
}

function toHeaders(kind: string, { limit, remaining, resetMs }: Standing): Record<string, string> {
  return {
    [`x-ratelimit-limit-${kind}`]: `${limit}`,
    [`x-ratelimit-remaining-${kind}`]: `${Math.max(0, Math.floor(remaining))}`,
    [`x-ratelimit-reset-${kind}`]: toSpan(resetMs),
  };
}

/** `17ms`, `8.64s`, `6m0s`, `7h30m0s`. */
export function toSpan(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1_000) return `${whole}ms`;
  const seconds = whole / 1_000;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = Number((seconds % 60).toFixed(3));
  return `${hours > 0 ? `${hours}h` : ''}${seconds >= 60 ? `${minutes}m` : ''}${rest}s`;
}
