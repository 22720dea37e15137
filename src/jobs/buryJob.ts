import { AppError, toErrorObject } from '../errors.ts';
import type { InvocationSpan } from '../telemetry/invocationSpan.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { Message } from './message.ts';
import { checkMessage, type Inference, settle } from './runJob.ts';
import type { JobStore } from './storage.ts';

/** After a failure of storage a poison message is seen again after so many seconds. */
const againSeconds = 60;

/**
 * Ends a job of which every delivery failed: request blob, so that it can be replayed, then a failed result with
 * `retries_exhausted`, then the message of it. A result that is there stays. Never throws: what storage does not take now
 * goes back to the poison queue; if not even that can be done, the host cannot remove the message either, and it comes again.
 */
export async function buryJob(
  message: Message,
  span: InvocationSpan,
  inference: Pick<Inference, 'parse'>,
  openStore: () => Promise<JobStore>,
): Promise<JobOutcome> {
  try {
    const store = await openStore();
    const checked = await checkMessage(message, inference, store);
    if ('value' in message.request) {
      await store.writeRequest({
        job: message.job,
        request: message.request.value,
        requestSha256: checked.sha256,
        traceparent: message.traceparent,
        acceptedAt: new Date().toISOString(),
      });
    }
    const error = new AppError('retries_exhausted', 'Every delivery of this job failed.');
    const outcome = { status: 'failed', error: toErrorObject(error) } as const;
    const settled = await settle(message.job, outcome, checked.sha256, span, store);
    if (settled === 'duplicate') span.setOutcome('duplicate');
    else span.setFailure(error);
    return settled;
  } catch (thrown) {
    span.setFailure(thrown);
    await openStore()
      .then((store) => store.enqueuePoison(message.text, againSeconds))
      .catch(() => {});
    return 'retried';
  }
}
