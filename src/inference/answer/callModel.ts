import type { ModelClient } from '@azure-rest/ai-inference';
import { limitCall } from '../client/callLimit.ts';
import { type OnHead, openResponse, readJson } from '../client/openResponse.ts';
import { type ChatAnswer, parseChatAnswer } from './chatAnswer.ts';

/** What one call needs beside its body. */
export interface CallOptions {
  /** The time this call has, in ms; for a stream, to its first chunk. */
  readonly timeMs: number;
  /** Aborted when the caller has left. */
  readonly left: AbortSignal;
  readonly onHead: OnHead;
}

/**
 * One call to the model, without retries. Throws our errors only; every foreign error is turned into a code here and
 * nothing of its text is kept.
 */
export async function callModel(
  client: ModelClient,
  body: Record<string, unknown>,
  { timeMs, left, onHead }: CallOptions,
): Promise<ChatAnswer> {
  const limit = limitCall(timeMs, left);
  try {
    const response = await openResponse(client, body, limit.signal, onHead);
    return parseChatAnswer(await readJson(response));
  } catch (thrown) {
    throw limit.toError(thrown);
  } finally {
    limit.end();
  }
}
