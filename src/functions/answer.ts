import type { HttpResponseInit, InvocationContext } from '@azure/functions';
import { errorCodes, toAppError, toErrorObject } from '../errors.ts';

/**
 * Runs an HTTP handler so that it always answers: in streaming mode one that throws leaves the caller waiting. Every
 * answer carries `x-request-id`, the invocation ID.
 */
export async function answer(
  { invocationId }: InvocationContext,
  handle: () => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const response = await handle().catch(toErrorResponse);
  return { ...response, headers: { ...response.headers, 'x-request-id': invocationId } };
}

/** OpenAI's error body and the table's status, with `Retry-After` in whole seconds where waiting helps. */
function toErrorResponse(thrown: unknown): HttpResponseInit {
  const error = toAppError(thrown);
  const { status } = errorCodes[error.code];
  const waitMs = error.retryAfterMs ?? (status === 429 ? 1_000 : undefined);
  const headers = waitMs === undefined ? {} : { 'retry-after': `${Math.ceil(waitMs / 1_000)}` };
  return { status, headers, jsonBody: { error: toErrorObject(error) } };
}
