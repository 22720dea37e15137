import type { ErrorCode } from '../src/errors.ts';

/** When each error occurs, for the table of docs/api.md, in Markdown. */
export const errorMeanings: Readonly<Record<ErrorCode, string>> = {
  unknown_url: 'no such route; the message names the nearest',
  method_not_supported: 'the route takes another method: `Allow`',
  invalid_api_key: 'with `CALLERS`: no key, or none that counts',
  invalid_json: 'not JSON, or not UTF-8',
  invalid_request: 'a field is wrong: `param` is its path',
  unknown_parameter: 'a key that is not supported: `param`',
  context_length_exceeded: 'longer than the model takes',
  content_filter: "the model's filter refused the messages, or the input",
  model_rejected_request: 'another refusal of the model; `param` when it names one of ours',
  model_not_found: 'not one of `GET v1/models`, or no deployment has that name',
  job_not_found: 'never accepted, or removed',
  idempotency_conflict: "the key, or the job's name, was used for another request",
  body_too_large: 'over 8 MiB',
  unsupported_media_type: 'not `application/json`, or compressed',
  rate_limit_exceeded: 'the model was still busy at our last call',
  caller_rate_limited:
    "the caller's limit of a minute, or what is left of its day is held by calls that run",
  caller_budget_exceeded: "the caller's limit of a day is used up",
  model_unauthorized: 'the model answered 401 or 403',
  model_unavailable: 'the model answered 5xx, broke off, or could not be reached',
  model_bad_response: "the model's answer could not be read, or was over 8 MiB (embeddings: 64)",
  storage_unavailable: 'blobs, queues or tables did not take or give it within 10 s',
  model_timeout: 'no answer in `HTTP_DEADLINE_SECONDS`, `QUEUE_DEADLINE_SECONDS`',
  retries_exhausted: 'every delivery failed: the result of a job, never a status',
  internal_error: 'a bug of the app; nothing of it is told',
  client_closed: 'the caller left; in telemetry only',
};
