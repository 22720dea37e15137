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
  const headers: Record<string, string> = {};
  for (const kind of kinds) {
    let least: Standing | undefined;
    for (const unit of units) {
      const limit = limits[unit]?.[kind];
      if (limit === undefined) continue;
      const held = rows?.at(unit);
      const remaining = held === undefined ? limit : held.row.left(kind);
      if (least !== undefined && least.remaining <= remaining) continue;
      least = { limit, remaining, resetMs: (held?.window ?? windowAt(unit, now)).end - now };
    }
    if (least === undefined) continue;
    headers[`x-ratelimit-limit-${kind}`] = `${least.limit}`;
    headers[`x-ratelimit-remaining-${kind}`] = `${Math.max(0, Math.floor(least.remaining))}`;
    headers[`x-ratelimit-reset-${kind}`] = toSpan(least.resetMs);
  }
  return headers;
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
