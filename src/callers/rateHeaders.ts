import type { Amounts } from './amounts.ts';
import { type CallerRows, type LimitsByUnit, units } from './callerRows.ts';
import { type Window, windowAt } from './windows.ts';

/** The headers of a caller as of a moment, in an object of their own; empty when it has no such limit. */
export type RateHeaders = (rows: CallerRows | undefined, now: number) => Record<string, string>;

/** A limit of one unit of time. */
interface Gauge {
  readonly unit: Window['unit'];
  readonly limit: number;
  readonly text: string;
}

/** How a limit stands. */
interface Standing {
  readonly limit: string;
  readonly remaining: number;
  readonly resetMs: number;
}

/**
 * Gives a caller's `x-ratelimit-…` as OpenAI writes them; of two limits of tokens, the one of which less is left. Every answer has them, so
 * nothing is put together there that is known before.
 * https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
 */
export function createRateHeaders(limits: LimitsByUnit): RateHeaders {
  const gaugesOf = (meter: 'requests' | 'tokens') =>
    units.flatMap((unit): Gauge[] => {
      const limit = limits[unit]?.[meter];
      return limit === undefined ? [] : [{ unit, limit, text: `${limit}` }];
    });
  const [requestGauges, tokenGauges] = [gaugesOf('requests'), gaugesOf('tokens')];
  return (rows, now) => {
    const headers: Record<string, string> = {};
    const requests = leastOf(requestGauges, requestsOf, rows, now);
    if (requests !== undefined) {
      headers['x-ratelimit-limit-requests'] = requests.limit;
      headers['x-ratelimit-remaining-requests'] = toRemaining(requests);
      headers['x-ratelimit-reset-requests'] = toSpan(requests.resetMs);
    }
    const tokens = leastOf(tokenGauges, tokensOf, rows, now);
    if (tokens !== undefined) {
      headers['x-ratelimit-limit-tokens'] = tokens.limit;
      headers['x-ratelimit-remaining-tokens'] = toRemaining(tokens);
      headers['x-ratelimit-reset-tokens'] = toSpan(tokens.resetMs);
    }
    return headers;
  };
}

const requestsOf = ({ requests }: Amounts) => requests;
const tokensOf = ({ tokens }: Amounts) => tokens;

function leastOf(
  gauges: readonly Gauge[],
  amountOf: (left: Amounts) => number,
  rows: CallerRows | undefined,
  now: number,
): Standing | undefined {
  let least: Standing | undefined;
  for (const { unit, limit, text } of gauges) {
    const held = rows?.at(unit, now);
    const remaining = held === undefined ? limit : amountOf(held.row.left());
    if (least !== undefined && least.remaining <= remaining) continue;
    least = { limit: text, remaining, resetMs: (held?.window ?? windowAt(unit, now)).end - now };
  }
  return least;
}

function toRemaining({ remaining }: Standing): string {
  return `${Math.max(0, Math.floor(remaining))}`;
}

/** `17ms`, `8.64s`, `6m0s`, `7h30m0s`. */
export function toSpan(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1_000) return `${whole}ms`;
  const seconds = whole / 1_000;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = (whole % 60_000) / 1_000;
  return `${hours > 0 ? `${hours}h` : ''}${seconds >= 60 ? `${minutes}m` : ''}${rest}s`;
}
