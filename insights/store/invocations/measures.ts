import type { Operation } from '../../api.ts';
import { modelCallsOf } from '../../genAi/attributes.ts';
import type { Row } from '../../row.ts';

/** What charts are made of, for each invocation: columns of the table `invocations`. */
export interface Measures {
  /** The model that was asked last: tokens and cost are counted as its. */
  readonly answeredBy: string | null;
  readonly firstTokenMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
  /** Calls to models that were answered 429. */
  readonly throttled: number;
  /** Calls to models that repeated one before; a second round of tools is none. */
  readonly retries: number;
  readonly coldStart: 0 | 1;
}

/** Measures an invocation and its rows. */
export function measuresOf(
  operation: Pick<
    Operation,
    | 'model'
    | 'fallbackModel'
    | 'timeToFirstTokenMs'
    | 'inputTokens'
    | 'outputTokens'
    | 'cachedInputTokens'
    | 'coldStart'
    | 'retries'
  >,
  rows: readonly Row[],
): Measures {
  const calls = modelCallsOf(rows);
  return {
    answeredBy: operation.fallbackModel ?? operation.model,
    firstTokenMs: operation.timeToFirstTokenMs,
    inputTokens: whole(operation.inputTokens),
    outputTokens: whole(operation.outputTokens),
    cachedInputTokens: whole(operation.cachedInputTokens),
    throttled: calls.filter(isThrottled).length,
    retries: operation.retries,
    coldStart: operation.coldStart ? 1 : 0,
  };
}

function isThrottled({ customDimensions, resultCode }: Row): boolean {
  const status = customDimensions['app.http.status_code'] ?? resultCode;
  return status === '429' || customDimensions['app.error.type'] === 'rate_limit_exceeded';
}

/** What a column of whole numbers holds, and gives back: the calls of one invocation may add up to more. */
function whole(tokens: number | null): number | null {
  const rounded = Math.round(tokens ?? Number.NaN);
  return Number.isSafeInteger(rounded) ? rounded : null;
}
