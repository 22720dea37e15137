import { type JsonBounds, jsonBounds, parseBoundedJson } from '../values/boundedJson.ts';
import { requestDigest } from './requestDigest.ts';

/** The request blob of a job, written once, before its message is sent. */
export interface StoredRequest {
  readonly job: string;
  /** The chat request as the sender wrote it, or was found valid: checked again when it runs. */
  readonly request: unknown;
  /** SHA-256 of the request, lower-case hex; see requestDigest.ts. */
  readonly requestSha256: string;
  readonly traceparent: string | undefined;
  /** ISO 8601. */
  readonly acceptedAt: string;
}

/** A request as it was found. */
export interface FoundRequest {
  readonly request: StoredRequest;
  /** Whether a message for it is known to have been sent. */
  readonly enqueued: boolean;
}

/**
 * Reads a request blob, which another service may have written: what is missing, or no JSON at all, is a blob without a
 * request, which ends its job as a wrong one. `createdOn` is when storage took it.
 */
export function toStoredRequest(
  job: string,
  text: string,
  createdOn: Date | undefined,
): StoredRequest {
  const { request, requestSha256, traceparent, acceptedAt } = fieldsOf(text);
  const time = typeof acceptedAt === 'string' ? Date.parse(acceptedAt) : Number.NaN;
  return {
    job,
    request,
    requestSha256: typeof requestSha256 === 'string' ? requestSha256 : requestDigest(request),
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    acceptedAt: new Date(Number.isNaN(time) ? (createdOn ?? Date.now()) : time).toISOString(),
  };
}

/** What stands around the request, which was counted when it was accepted, must not make it one value too many. */
const blobBounds: JsonBounds = { ...jsonBounds, values: jsonBounds.values + 100 };

function fieldsOf(text: string): Record<string, unknown> {
  const parsed = parseBoundedJson(Buffer.from(text), blobBounds);
  const value = 'value' in parsed ? parsed.value : undefined;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
