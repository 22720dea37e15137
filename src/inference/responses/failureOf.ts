import type { AppError } from '../../errors.ts';
import { isRecord } from '../../values/isRecord.ts';
import { toModelError } from '../client/modelError.ts';

/** Codes that say that the same request may succeed later; a failure without a code may, too. */
const later: ReadonlySet<unknown> = new Set([
  undefined,
  null,
  'server_error',
  'vector_store_timeout',
]);

/**
 * Our error for a response that failed after its 200, from its `error` or an event `error`. Only the code is read:
 * https://platform.openai.com/docs/api-reference/responses/object#responses/object-error
 */
export function failureOf(error: unknown): AppError {
  const code = isRecord(error) ? error.code : undefined;
  const status = code === 'rate_limit_exceeded' ? 429 : later.has(code) ? 500 : 400;
  return toModelError({ status, headers: {}, body: { error: { code } } }, new Set());
}
