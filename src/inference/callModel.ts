import { isRestError, RestError } from '@azure/core-rest-pipeline';
import type { ModelClient } from '@azure-rest/ai-inference';
import { AppError, isAppError } from '../errors.ts';
import { type ChatAnswer, parseChatAnswer } from './chatAnswer.ts';
import { identifier } from './identifier.ts';
import { toModelError } from './modelError.ts';

/** What one call needs beside its body. */
export interface CallOptions {
  /** The time this call has, in ms. */
  readonly timeMs: number;
  /** Told of the answer's head, whatever it says. */
  readonly onHead: (status: number, requestId: string | undefined) => void;
}

/**
 * One call to the model, without retries. Throws our errors only; every foreign error is turned into a code here and
 * nothing of its text is kept.
 */
export async function callModel(
  client: ModelClient,
  body: Record<string, unknown>,
  { timeMs, onHead }: CallOptions,
): Promise<ChatAnswer> {
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(timeMs)));
  try {
    const response = await client
      .pathUnchecked('/chat/completions')
      .post({ body, abortSignal: signal });
    const status = Number(response.status);
    const { headers } = response;
    onHead(status, identifier(headers['x-request-id'] ?? headers['apim-request-id']));
    if (status !== 200) {
      const known = new Set(Object.keys(body));
      throw toModelError({ status, headers, body: response.body }, known);
    }
    return parseChatAnswer(response.body);
  } catch (thrown) {
    if (isAppError(thrown)) throw thrown;
    if (signal.aborted) throw new AppError('model_timeout', 'The model did not answer in time.');
    if (!isUnreadable(thrown)) {
      throw new AppError('model_unavailable', 'The model could not be reached.');
    }
    // The client could not parse the body; the head still says what happened.
    const status = thrown.statusCode ?? 200;
    onHead(status, identifier(thrown.response?.headers.get('x-request-id')));
    const headers = thrown.response?.headers.toJSON() ?? {};
    throw toModelError(
      { status: status === 200 ? 0 : status, headers, body: undefined },
      new Set(),
    );
  }
}

function isUnreadable(thrown: unknown): thrown is RestError {
  return isRestError(thrown) && thrown.code === RestError.PARSE_ERROR;
}
