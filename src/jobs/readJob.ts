import { AppError, type ErrorObject } from '../errors.ts';
import { callersName } from '../values/forms.ts';
import { unixSeconds } from '../values/unixSeconds.ts';
import type { JobStore } from './storage.ts';

/** A job as callers read it. Times are in Unix seconds. */
export interface Job {
  readonly id: string;
  readonly object: 'job';
  readonly status: 'queued' | 'succeeded' | 'failed';
  readonly created_at: number;
  readonly completed_at?: number;
  readonly completion?: object;
  readonly error?: ErrorObject;
  /** Session in Application Insights of the invocation that made the result. */
  readonly session_id?: string;
}

/**
 * Reads a job: its result, else its request; throws `job_not_found` when there is neither, or when it is not the reader's. `reader` is
 * undefined where callers have no names: then a job is anybody's.
 */
export async function readJob(
  id: string,
  reader: string | undefined,
  store: JobStore,
): Promise<Job> {
  if (!callersName.test(id)) throw notFound();
  const [result, found] = await Promise.all([store.readResult(id), store.readRequest(id)]);
  const owner = found?.request.caller ?? result?.caller;
  if (reader !== undefined && owner !== reader) throw notFound();
  if (result === undefined) {
    if (found === undefined) throw notFound();
    return queuedJob(id, found.request.acceptedAt);
  }
  return {
    ...queuedJob(id, found?.request.acceptedAt ?? result.createdAt),
    status: result.status,
    completed_at: unixSeconds(Date.parse(result.createdAt)),
    ...(result.status === 'succeeded'
      ? { completion: result.completion }
      : { error: result.error }),
    session_id: result.sessionId,
  };
}

/** A job without a result yet. */
export function queuedJob(id: string, acceptedAt: string): Job {
  return { id, object: 'job', status: 'queued', created_at: unixSeconds(Date.parse(acceptedAt)) };
}

function notFound(): AppError {
  return new AppError('job_not_found', 'There is no such job.');
}
