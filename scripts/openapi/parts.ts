import { type ErrorCode, errorCodes, errorsWhere, maySucceedLater } from '../../src/errors.ts';
import { callersName } from '../../src/values/forms.ts';
import { ref, type SchemaName } from './schemas.ts';
import type { Schema } from './toSchema.ts';

/** The header of every answer. */
export const requestId = {
  description: 'The function invocation ID: the session ID of the call in Application Insights.',
  schema: { type: 'string', format: 'uuid' },
};

/** A parameter that stands in the path. */
export function pathParameter(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

/** The header of an error that the same request meets again. */
export const inVain = {
  description: 'Where another try cannot help.',
  schema: { const: 'false' },
};

/** The header `Retry-After`. */
export const seconds = {
  description: 'Seconds to wait.',
  schema: { type: 'string', pattern: '^\\d+$' },
};

/** The headers that tell a caller of its limits, as OpenAI writes them. */
export const rateLimits = Object.fromEntries(
  ['limit', 'remaining', 'reset'].flatMap((what) =>
    ['requests', 'tokens'].map((of) => [
      `x-ratelimit-${what}-${of}`,
      { description: 'Where CALLERS limits the caller.', schema: { type: 'string' } },
    ]),
  ),
);

/** The header that names a conversation. */
export const conversation = header(
  'x-conversation-id',
  'Becomes gen_ai.conversation.id in telemetry.',
  {
    type: 'string',
    pattern: callersName.source, // the same characters
  },
);

/** A header of a request, which may be left out. */
export function header(name: string, description: string, schema: Schema): object {
  return { name, in: 'header', required: false, description, schema };
}

/** The body of a request. */
export function jsonBody(name: SchemaName): object {
  return { required: true, content: { 'application/json': { schema: ref(name) } } };
}

/** An answer in JSON. */
export function answer(description: string, name: SchemaName, headers: object = {}): object {
  return {
    description,
    headers: { 'x-request-id': requestId, ...headers },
    content: { 'application/json': { schema: ref(name) } },
  };
}

/** An answer for each status of the errors that can occur there. */
export function errors(
  ...places: readonly (typeof errorCodes)[ErrorCode]['at'][]
): Record<string, object> {
  const codes = errorsWhere(({ at }) => at === 'anywhere' || places.includes(at));
  const byStatus = Object.groupBy(codes, (code) => `${errorCodes[code].status}`);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, those = []]) => [
      status,
      answer(those.map((code) => `\`${code}\``).join(', '), 'Error', {
        ...((status === '429' || status === '503') && { 'retry-after': seconds }),
        ...(status === '429' && rateLimits),
        ...(those.some((code) => !maySucceedLater(code)) && { 'x-should-retry': inVain }),
      }),
    ]),
  );
}
