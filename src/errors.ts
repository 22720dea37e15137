import { ownFrames } from './values/ownFrames.ts';

type Place =
  | 'route'
  | 'key'
  | 'body'
  | 'limit'
  | 'model'
  | 'acceptance'
  | 'job'
  | 'storage'
  | 'anywhere'
  | 'queue'
  | 'caller';

type Fault = 'caller' | 'service' | 'nobody';

/** What a code means to callers over HTTP, to the queue and to whoever runs the app. */
interface ErrorKind {
  /** HTTP status. */
  readonly status: number;
  /**
   * `failed`: the job ends with a failed result; `retry`: the delivery throws and the host tries again; `later`: the app puts the job off,
   * which is no failure.
   */
  readonly queue: 'failed' | 'retry' | 'later';
  /** Who must fix it, unless an error says otherwise: the caller, the app (with its models and storage), or nobody, as it is no error. */
  readonly fault: Fault;
  /**
   * Where it occurs: at a route that the app does not have, or at one without a key that counts (nothing runs, so telemetry never has it),
   * reading the body, at its caller's limits, at the model, accepting a job, reading one, at storage, anywhere; at the end of
   * a job's deliveries, where no status is sent; or after the caller disconnects, where nobody reads it.
   */
  readonly at: Place;
}

/**
 * Every error that leaves this app, over HTTP, the queue or a span. The only table: the API, the queue and telemetry
 * read it, and `npm run build` writes it into the docs and the alert's query. The meaning of each code is in
 * scripts/errorMeanings.ts.
 */
export const errorCodes = {
  unknown_url: { status: 404, queue: 'failed', fault: 'caller', at: 'route' },
  method_not_supported: { status: 405, queue: 'failed', fault: 'caller', at: 'route' },
  invalid_api_key: { status: 401, queue: 'failed', fault: 'caller', at: 'key' },
  invalid_json: { status: 400, queue: 'failed', fault: 'caller', at: 'body' },
  invalid_request: { status: 400, queue: 'failed', fault: 'caller', at: 'body' },
  unknown_parameter: { status: 400, queue: 'failed', fault: 'caller', at: 'body' },
  context_length_exceeded: { status: 400, queue: 'failed', fault: 'caller', at: 'model' },
  content_filter: { status: 400, queue: 'failed', fault: 'caller', at: 'model' },
  model_rejected_request: { status: 400, queue: 'failed', fault: 'service', at: 'model' },
  model_not_found: { status: 404, queue: 'failed', fault: 'service', at: 'body' },
  job_not_found: { status: 404, queue: 'failed', fault: 'caller', at: 'job' },
  idempotency_conflict: { status: 409, queue: 'failed', fault: 'caller', at: 'acceptance' },
  body_too_large: { status: 413, queue: 'failed', fault: 'caller', at: 'body' },
  unsupported_media_type: { status: 415, queue: 'failed', fault: 'caller', at: 'body' },
  rate_limit_exceeded: { status: 429, queue: 'later', fault: 'service', at: 'model' },
  caller_rate_limited: { status: 429, queue: 'later', fault: 'caller', at: 'limit' },
  caller_budget_exceeded: { status: 429, queue: 'later', fault: 'caller', at: 'limit' },
  model_unauthorized: { status: 502, queue: 'retry', fault: 'service', at: 'model' },
  model_unavailable: { status: 502, queue: 'retry', fault: 'service', at: 'model' },
  model_bad_response: { status: 502, queue: 'retry', fault: 'service', at: 'model' },
  storage_unavailable: { status: 503, queue: 'retry', fault: 'service', at: 'storage' },
  model_timeout: { status: 504, queue: 'retry', fault: 'service', at: 'model' },
  retries_exhausted: { status: 500, queue: 'failed', fault: 'service', at: 'queue' },
  internal_error: { status: 500, queue: 'retry', fault: 'service', at: 'anywhere' },
  client_closed: { status: 499, queue: 'failed', fault: 'nobody', at: 'caller' },
} as const satisfies Record<string, ErrorKind>;

/** A code of the table. */
export type ErrorCode = keyof typeof errorCodes;

/** The codes for which the test is true, in the table's order. */
export function errorsWhere(is: (kind: ErrorKind) => boolean): readonly ErrorCode[] {
  return (Object.keys(errorCodes) as ErrorCode[]).filter((code) => is(errorCodes[code]));
}

/**
 * Whether the same request may succeed a little later: not after an error that ends a job for good, nor after a 502, which
 * stands for the app's own three calls to the model, nor on a day whose budget is used up.
 */
export function maySucceedLater(code: ErrorCode): boolean {
  const { status, queue } = errorCodes[code];
  return queue !== 'failed' && status !== 502 && code !== 'caller_budget_exceeded';
}

/** Optional parts of an error, besides its code and message. */
export interface ErrorDetails {
  /** The request field that is wrong, as a path: `messages[2].content`. */
  readonly param?: string;
  /** `param` as telemetry may have it, where it is not the same: without what the caller made up. */
  readonly recordedParam?: string;
  /** How long the caller should wait, in ms. */
  readonly retryAfterMs?: number;
  /** Whose fault it is, where it is not the one of the code. */
  readonly fault?: Fault;
  /** The original error; only what `toCause` takes from it is kept. */
  readonly cause?: unknown;
}

/** Facts about the error that caused one of ours, for the trace, without its text. */
export interface Cause {
  /** Class of the error, or our code when it is ours. */
  readonly kind: string;
  /** HTTP status of the service that answered. */
  readonly status: number | undefined;
  /** Node's or a library's code for a call without an answer, such as `ECONNREFUSED`. */
  readonly reason: string | undefined;
  /** Lines of its stack from our own bundle. */
  readonly frames: readonly string[];
  /** The cause of that error, when it is ours. */
  readonly cause: Cause | undefined;
}

// Bundles each hold a copy of this file, so `instanceof` fails between them; a registered symbol does not.
const brand = Symbol.for('callspan.AppError');

/** An error of ours: its message is written for the caller and holds nothing of a foreign error. */
export class AppError extends Error {
  readonly [brand] = true;
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly recordedParam: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly fault: Fault;
  override readonly cause: Cause | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.param = details.param;
    this.recordedParam = details.recordedParam ?? details.param;
    this.retryAfterMs = details.retryAfterMs;
    this.fault = details.fault ?? errorCodes[code].fault;
    this.cause = details.cause === undefined ? undefined : toCause(details.cause);
  }
}

/** Whether a thrown value is ours, whichever bundle made it. */
export function isAppError(value: unknown): value is AppError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** Our error unchanged; anything else is a bug and becomes `internal_error`, without its text. */
export function toAppError(value: unknown): AppError {
  return isAppError(value)
    ? value
    : new AppError(
        'internal_error',
        'Something went wrong in the app. The call was not answered.',
        { cause: value },
      );
}

/** The error of a call whose caller disconnected. */
export function clientClosed(): AppError {
  return new AppError('client_closed', 'The caller has left.');
}

/**
 * The facts about a thrown value that may be recorded: class, status, Node's own code and frames of our bundle, never
 * its text.
 */
export function toCause(value: unknown): Cause {
  const status = field(value, 'statusCode');
  const code = field(value, 'code');
  const answered = typeof status === 'number' && status >= 100 && status <= 599;
  return {
    kind: isAppError(value) ? value.code : kindOf(value),
    status: answered ? status : undefined,
    // When a service answered, the code is the service's, which is foreign text; else it is Node's or a library's.
    reason:
      !answered && typeof code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(code) ? code : undefined,
    // The service's answer is in the stack too, and a library may have changed the message since.
    frames: answered ? [] : ownFrames(value),
    cause: isAppError(value) ? value.cause : undefined,
  };
}

/** The class as its author named it: the bundler renames a class that names itself to `_X`, and the second `X` to `X2`. */
function kindOf(value: unknown): string {
  return value instanceof Error ? value.constructor.name.replace(/^_|\d+$/g, '') : typeof value;
}

function field(value: unknown, name: string): unknown {
  return value instanceof Error ? Reflect.get(value, name) : undefined;
}

/** The error object of OpenAI's API. */
export interface ErrorObject {
  readonly message: string;
  readonly type: 'invalid_request_error' | 'rate_limit_error' | 'server_error';
  readonly param: string | null;
  readonly code: ErrorCode;
}

/** The wire form of an error, as OpenAI's clients read it. */
export function toErrorObject(error: AppError): ErrorObject {
  const { status } = errorCodes[error.code];
  const type =
    status === 429 ? 'rate_limit_error' : status < 500 ? 'invalid_request_error' : 'server_error';
  return { message: error.message, type, param: error.param ?? null, code: error.code };
}
