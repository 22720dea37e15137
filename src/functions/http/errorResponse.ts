import type { HttpResponseInit } from '@azure/functions';
import { errorCodes, maySucceedLater, toAppError, toErrorObject } from '../../errors.ts';

/**
 * OpenAI's error body and the table's status, with `Retry-After` in whole seconds where waiting helps. OpenAI's clients
 * retry 409 and 5xx by themselves, unless `x-should-retry` says not to.
 */
export function toErrorResponse(thrown: unknown): HttpResponseInit {
  const error = toAppError(thrown);
  const { status } = errorCodes[error.code];
  const waitMs = error.retryAfterMs ?? (status === 429 ? 1_000 : undefined);
  const headers = {
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(waitMs !== undefined && { 'retry-after': `${Math.ceil(waitMs / 1_000)}` }),
    ...(!maySucceedLater(error.code) && { 'x-should-retry': 'false' }),
  };
  return { status, headers, jsonBody: { error: toErrorObject(error) } };
}
