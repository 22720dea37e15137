import type { ErrorObject } from '../errors.ts';

/** Outcome of a job: the completion, or the error. */
export type Outcome =
  | { readonly status: 'succeeded'; readonly completion: object }
  | { readonly status: 'failed'; readonly error: ErrorObject };

/** The result blob of a job, written once. */
export type Result = Outcome & {
  readonly job: string;
  /** SHA-256 of the request, lower-case hex; see `requestDigest`. */
  readonly requestSha256: string;
  readonly sessionId: string;
  readonly traceparent: string | undefined;
  /** Whose job it is, by name; nobody's when absent. */
  readonly caller?: string | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
};

/** The message on `inference-results`: at least one per job; consumers de-duplicate by job. */
export interface ResultMessage {
  readonly job: string;
  readonly status: Result['status'];
  /** `container/blob` of the result; absent when the name belongs to another request. */
  readonly result?: string;
  readonly error?: ErrorObject;
  readonly sessionId: string;
  readonly traceparent: string | undefined;
}

/** The message that announces a stored result. */
export function toResultMessage(result: Result, path: string): ResultMessage {
  return {
    job: result.job,
    status: result.status,
    result: path,
    ...(result.status === 'failed' ? { error: result.error } : {}),
    sessionId: result.sessionId,
    traceparent: result.traceparent,
  };
}
