import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import { acceptJob, type JobHeaders } from './acceptJob.ts';
import { buryJob } from './buryJob.ts';
import { type Message, readMessage } from './message.ts';
import { type Job, readJob } from './readJob.ts';
import { type Inference, runJob } from './runJob.ts';
import type { JobStore } from './storage.ts';

/** What jobs need to know of the host and their limits. */
export interface JobLimits {
  /** Number of deliveries of a message, by host.json. */
  readonly maxDequeueCount: number;
  /** Time from the acceptance of a job to the end of its first run, in ms, when nothing delays it. */
  readonly firstRunMs: number;
}

/** Work from the queue. */
export interface Jobs {
  /** Accepts a job and sends it to the queue; see acceptJob.ts. */
  accept(request: ChatRequest, headers: JobHeaders, span: InvocationSpan): Promise<Job>;
  /** The present state of a job; throws `job_not_found`, for the job of another caller too. */
  read(id: string, caller: string | undefined): Promise<Job>;
  /** Reads a message; never throws. */
  readMessage(body: unknown, messageId: unknown, dequeueCount?: unknown): Message;
  /**
   * Runs a delivery; throws transient errors, so that the host delivers again. See runJob.ts. The last delivery
   * ends its job itself, as the host's copy on the poison queue would lose the name of a job that is named by
   * its message.
   */
  run(message: Message, span: InvocationSpan): Promise<void>;
  /** Ends a job whose every delivery failed; throws only when storage takes nothing at all. See buryJob.ts. */
  bury(message: Message, span: InvocationSpan): Promise<void>;
}

/** Wires inference, storage and the count of outcomes together. The first call that needs the store opens it. */
export function createJobs(
  inference: Inference,
  countJob: (outcome: JobOutcome) => void,
  openStore: () => Promise<JobStore>,
  { maxDequeueCount, firstRunMs }: JobLimits,
): Jobs {
  return {
    accept: async (request, headers, span) =>
      acceptJob(request, headers, span, await openStore(), firstRunMs),
    read: async (id, caller) => readJob(id, caller, await openStore()),
    readMessage,
    async run(message, span) {
      span.setJob(message.job);
      try {
        countJob(await runJob(message, span, inference, await openStore()));
      } catch (thrown) {
        if (message.delivery >= maxDequeueCount) {
          countJob(await buryJob(message, span, inference, openStore, thrown));
          return;
        }
        countJob('retried');
        throw thrown;
      }
    },
    async bury(message, span) {
      span.setJob(message.job);
      countJob(await buryJob(message, span, inference, openStore));
    },
  };
}
