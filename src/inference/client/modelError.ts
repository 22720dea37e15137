import { AppError } from '../../errors.ts';
import { parseRetryAfter } from './retryAfter.ts';

/** The head and body of a model's answer that is not a 200. */
export interface ModelFailure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

/**
 * Our error for a model's refusal. From the foreign body it reads only known codes and the names of our own
 * parameters.
 */
export function toModelError(
  { status, headers, body }: ModelFailure,
  knownParams: ReadonlySet<string>,
): AppError {
  const error = field(body, 'error');
  const code = field(error, 'code');
  if (status === 401 || status === 403) {
    return new AppError('model_unauthorized', 'The model refused our credentials.');
  }
  if (status === 404) {
    return new AppError('model_not_found', 'The model has no such deployment.', { param: 'model' });
  }
  if (status === 429) {
    const waitMs = parseRetryAfter(headers, Date.now());
    return new AppError('rate_limit_exceeded', 'The model is busy. Try again later.', {
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    });
  }
  if (status === 408 || status >= 500) {
    return new AppError('model_unavailable', 'The model failed to answer.');
  }
  if (status < 400) {
    return new AppError('model_bad_response', 'The model sent an answer that could not be read.');
  }
  // Embeddings and responses have an input, chat completions messages.
  const asked = knownParams.has('messages') ? 'messages' : 'input';
  if (code === 'context_length_exceeded') {
    const sent = asked === 'messages' ? 'messages are' : 'input is';
    const message = `The ${sent} longer than the model takes.`;
    return new AppError('context_length_exceeded', message, { param: asked });
  }
  if (code === 'content_filter') {
    const message = `The model's content filter refused the ${asked}.`;
    return new AppError('content_filter', message, { param: asked });
  }
  const named = field(error, 'param');
  const param = typeof named === 'string' ? topOf(named) : '';
  if (!knownParams.has(param)) {
    return new AppError('model_rejected_request', 'The model rejected the request.');
  }
  const message = `The model rejected ${param}: leave it out, or ask another value of it.`;
  return new AppError('model_rejected_request', message, { param });
}

/** The field of the body that a path such as `messages[1].content` or `reasoning.effort` begins with. */
export function topOf(param: string): string {
  return param.split(/[.[]/, 1)[0] ?? '';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
