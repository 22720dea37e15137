import { type JsonBounds, jsonBounds, parseBoundedJson } from '../values/boundedJson.ts';
import { callerName } from '../values/forms.ts';
import { requestDigest } from './requestDigest.ts';

/** The request blob of a job, written once, before its message is sent. */
export interface StoredRequest {
  readonly job: string;
  /** The chat request as the sender wrote it, or as validated; checked again when it runs. */
  readonly request: unknown;
  /** SHA-256 of the request, lower-case hex; see requestDigest.ts. */
  readonly requestSha256: string;
  readonly traceparent: string | undefined;
  /** Whose job it is, by name; nobody's when undefined. */
  readonly caller?: string | undefined;
  /** ISO 8601. */
  readonly acceptedAt: string;
}

/** A stored request. */
export interface FoundRequest {
  readonly request: StoredRequest;
  /** Whether its message is known to be sent. */
  readonly enqueued: boolean;
}

/**
 * Reads a request blob, which another service may have written. Missing fields, or text that is no JSON, count
 * as a blob without a request, and its job then fails as invalid. `createdOn` is the time when storage took it.
 */
export function toStoredRequest(
  job: string,
  text: string,
  createdOn: Date | undefined,
): StoredRequest {
  const { request, requestSha256, traceparent, caller, acceptedAt } = fieldsOf(text);
  const time = typeof acceptedAt === 'string' ? Date.parse(acceptedAt) : Number.NaN;
  return {
    job,
    request,
    requestSha256: typeof requestSha256 === 'string' ? requestSha256 : requestDigest(request),
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    caller: typeof caller === 'string' && callerName.test(caller) ? caller : undefined,
    acceptedAt: new Date(Number.isNaN(time) ? (createdOn ?? Date.now()) : time).toISOString(),
  };
}

/** The request was counted when it was accepted; the fields around it must not exceed the limit. */
const blobBounds: JsonBounds = { ...jsonBounds, values: jsonBounds.values + 100 };

function fieldsOf(text: string): Record<string, unknown> {
  const parsed = parseBoundedJson(Buffer.from(text), blobBounds);
  const value = 'value' in parsed ? parsed.value : undefined;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
