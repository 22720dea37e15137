import type { Message } from './message.ts';
import { isSameRequest, type RequestDigests } from './requestDigest.ts';
import type { JobStore } from './storage.ts';

/**
 * Puts the request of a message into the blob of its job, unless it is there. False when the job's name belongs to another request: what
 * ran under this one later would be the other's.
 */
export async function keepRequest(
  { job, request, caller }: Message,
  digests: RequestDigests,
  traceparent: string | undefined,
  store: JobStore,
): Promise<boolean> {
  if (!('value' in request)) return true;
  const isFirst = await store.writeRequest({
    job,
    request: request.value,
    requestSha256: digests.requestSha256,
    traceparent,
    caller,
    acceptedAt: new Date().toISOString(),
  });
  const found = isFirst ? undefined : await store.readRequest(job);
  return found === undefined || isSameRequest(found.request, digests);
}
