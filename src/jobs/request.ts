/** The request blob of a job, written once, before its message is sent. */
export interface StoredRequest {
  readonly job: string;
  /** The chat request as the sender wrote it, or was found valid: checked again when it runs. */
  readonly request: unknown;
  /** SHA-256 of the request, lower-case hex; see `requestDigest`. */
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
