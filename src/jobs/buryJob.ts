import { AppError } from '../errors.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import type { Message } from './message.ts';
import { isSameRequest } from './requestDigest.ts';
import { checkMessage, type Inference, settle, tellConflict } from './runJob.ts';
import type { JobStore } from './storage.ts';

/** After a failure of storage a poison message is seen again after so many seconds. */
const againSeconds = 60;
const maxTextBytes = 65_536; // of a queue message

/**
 * Ends a job of which every delivery failed: request blob, so that it can be replayed, then a failed result with
 * `retries_exhausted`, then the message of it. A result that is there stays. What storage does not take now goes to the
 * poison queue, to come again; throws only when not even that can be done. `cause` is what the last delivery failed with.
 */
export async function buryJob(
  message: Message,
  span: InvocationSpan,
  inference: Pick<Inference, 'parse'>,
  openStore: () => Promise<JobStore>,
  cause?: unknown,
): Promise<JobOutcome> {
  let { text } = message;
  try {
    const store = await openStore();
    const checked = await checkMessage(message, inference, store);
    if ('request' in checked) text = withName(message);
    if ('value' in message.request) {
      const isFirst = await store.writeRequest({
        job: message.job,
        request: message.request.value,
        requestSha256: checked.digests.requestSha256,
        traceparent: message.traceparent,
        acceptedAt: new Date().toISOString(),
      });
      const found = isFirst ? undefined : await store.readRequest(message.job);
      // A replay would run the other's request under this one's result.
      if (found !== undefined && !isSameRequest(found.request, checked.digests)) {
        return await tellConflict(message.job, span, store);
      }
    }
    const details = cause === undefined ? {} : { cause };
    const error = new AppError('retries_exhausted', 'Every delivery of this job failed.', details);
    return await settle(message.job, { error }, checked.digests, span, store);
  } catch (thrown) {
    await putBack(text, openStore).catch(() => {
      throw thrown;
    });
    span.setFailure(thrown);
    return 'retried';
  }
}

/** The copy on the poison queue has a message ID of its own, so what was named by it says its name itself. */
function withName({ job, request, traceparent, conversation, text }: Message): string {
  if (!('value' in request)) return text;
  const named = JSON.stringify({ job, request: request.value, traceparent, conversation });
  return Buffer.byteLength(named) > maxTextBytes ? text : named;
}

async function putBack(text: string, openStore: () => Promise<JobStore>): Promise<void> {
  const store = await openStore();
  await store.enqueuePoison(text, againSeconds);
}
