import type { ModelClient } from '@azure-rest/ai-inference';
import type { Limits } from '../../values/deadline.ts';
import { limitCall } from '../client/callLimit.ts';
import { type OnHead, openResponse } from '../client/openResponse.ts';
import type { Operation } from '../operation.ts';

/**
 * One call to the model, without retries. Throws our errors only; every foreign error is turned into a code here and
 * nothing of its text is kept.
 */
export async function callModel<Answer>(
  client: ModelClient,
  operation: Pick<Operation<Answer>, 'path' | 'toError' | 'ofCaller' | 'read'>,
  body: Record<string, unknown>,
  limits: Limits,
  onHead: OnHead,
): Promise<Answer> {
  const limit = limitCall(limits);
  try {
    const response = await openResponse(client, operation, body, limit.signal, onHead);
    return await operation.read(response);
  } catch (thrown) {
    throw limit.toError(thrown);
  } finally {
    limit.end();
  }
}
