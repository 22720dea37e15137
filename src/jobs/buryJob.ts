import { AppError } from '../errors.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import { keepRequest } from './keepRequest.ts';
import type { Message } from './message.ts';
import { checkMessage, type Inference } from './runJob.ts';
import { settle, tellConflict } from './settle.ts';
import type { JobStore } from './storage.ts';

/** Delay in seconds until a poison message is visible again, after a failure of storage. */
const againSeconds = 60;
const maxTextBytes = 65_536; // of a queue message

/**
 * Ends a job whose every delivery failed: request blob, so that it can be replayed, then a failed result with
 * `retries_exhausted`, then the result message. An existing result stays. When storage fails, the message goes
 * to the poison queue and comes again; throws only when even that fails. `cause` is the error of the last
 * delivery.
 */
export async function buryJob(
  message: Message,
  span: InvocationSpan,
  inference: Omit<Inference, 'complete'>,
  openStore: () => Promise<JobStore>,
  cause?: unknown,
): Promise<JobOutcome> {
  let { text } = message;
  try {
    const store = await openStore();
    const checked = await checkMessage(message, inference, store, span);
    if ('request' in checked) text = withName(message);
    if (!(await keepRequest(message, checked.digests, message.traceparent, store))) {
      return await tellConflict(message.job, span, store);
    }
    const details = cause === undefined ? {} : { cause };
    const error = new AppError('retries_exhausted', 'Every delivery of this job failed.', details);
    return await settle(
      { job: message.job, caller: checked.owner },
      { error },
      checked.digests,
      span,
      store,
    );
  } catch (thrown) {
    await putBack(text, openStore).catch(() => {
      throw thrown;
    });
    span.setFailure(thrown);
    return 'retried';
  }
}

/** The copy on the poison queue has another message ID, so a job that was named by the ID now carries its name. */
function withName({ job, request, traceparent, conversation, caller, text }: Message): string {
  if (!('value' in request)) return text;
  const named = JSON.stringify({
    job,
    request: request.value,
    traceparent,
    conversation,
    caller,
  });
  return Buffer.byteLength(named) > maxTextBytes ? text : named;
}

async function putBack(text: string, openStore: () => Promise<JobStore>): Promise<void> {
  const store = await openStore();
  await store.enqueuePoison(text, againSeconds);
}
