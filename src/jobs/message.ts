import * as z from 'zod';
import { AppError, isAppError } from '../errors.ts';
import { exceededBound, jsonBounds, parseBoundedJson } from '../values/boundedJson.ts';
import { callerName, callersName, guid } from '../values/forms.ts';
import { isRecord } from '../values/isRecord.ts';
import { printable } from '../values/printable.ts';
import { sha256 } from '../values/sha256.ts';
import { toJson } from './toJson.ts';

/** A parsed queue message. A problem with it is kept as an error: the delivery answers it with a failed result. */
export interface Message {
  /** Name of the job, also of an invalid message. */
  readonly job: string;
  /** Delivery number, from 1; 1 when the host's count cannot be trusted. */
  readonly delivery: number;
  /** Both are unchecked, as the sender wrote them: telemetry ignores an invalid traceparent or name. */
  readonly traceparent: string | undefined;
  readonly conversation: string | undefined;
  /** Whose job it is, by name; nobody's when undefined. */
  readonly caller: string | undefined;
  /** When the job met a limit first, ISO 8601, as putOff.ts wrote it; unchecked. */
  readonly throttledSince: string | undefined;
  /** The unchecked chat request; or a note that it is in the job's blob; or the error why there is none. */
  readonly request:
    | { readonly value: unknown }
    | { readonly blob: true }
    | { readonly error: AppError };
  /** The text of the message, as close as the host lets us see it. */
  readonly text: string;
}

/** A message that this app sends to its own queue: the request is in the job's blob. */
export interface JobMessage {
  readonly job: string;
  readonly requestBlob: true;
  readonly traceparent: string | undefined;
  readonly conversation?: string | undefined;
  readonly caller?: string | undefined;
  readonly throttledSince?: string | undefined;
}

const about = {
  traceparent: z.unknown().optional(),
  conversation: z.unknown().optional(),
  caller: z.string().regex(callerName).optional(),
  throttledSince: z.unknown().optional(),
};

const envelope = z.strictObject({
  job: z.string().regex(callersName).optional(),
  // Unchanged: a schema would drop the keys that inference must refuse.
  request: z.custom<Record<string, unknown>>(isRecord),
  ...about,
});

const blobEnvelope = z.strictObject({
  job: z.string().regex(callersName),
  requestBlob: z.literal(true),
  ...about,
});

/**
 * Reads a message of `inference-requests`: our envelope or a bare chat request, as JSON or as base64 of JSON.
 * Never throws. `messageId` and `dequeueCount` are the host's values for the delivery.
 */
export function readMessage(body: unknown, messageId: unknown, dequeueCount?: unknown): Message {
  const text = typeof body === 'string' ? body : toJson(body);
  const value = typeof body === 'string' ? fromText(body) : body;
  const fields = isRecord(value) ? value : {};
  const bare = 'messages' in fields && !('request' in fields);
  const checked: Checked | AppError = bare ? { request: { value: fields } } : checkEnvelope(value);
  // The host parses without bounds, and JSON that is too deep cannot be written into a blob either.
  const exceeds = typeof body !== 'string' && exceededBound(Buffer.from(text), jsonBounds);
  const job = isAppError(checked) ? undefined : checked.job;
  const isTrusted = !replacesMetadata(fields);
  return {
    job: job ?? derivedJob(isTrusted ? messageId : undefined, text),
    delivery: isTrusted && Number.isSafeInteger(dequeueCount) ? Number(dequeueCount) : 1,
    traceparent: bare ? undefined : asText(fields.traceparent),
    conversation: bare ? undefined : asText(fields.conversation),
    caller: isAppError(checked) ? undefined : checked.caller,
    throttledSince: bare ? undefined : asText(fields.throttledSince),
    request: isAppError(checked)
      ? { error: checked }
      : exceeds
        ? { error: notJson() }
        : checked.request,
    text,
  };
}

type Checked = Pick<Message, 'request'> & {
  readonly job?: string | undefined;
  readonly caller?: string | undefined;
};

function checkEnvelope(value: unknown): Checked | AppError {
  if (value === undefined) {
    return notJson();
  }
  const inBlob = isRecord(value) && 'requestBlob' in value;
  const checked = (inBlob ? blobEnvelope : envelope).safeParse(value);
  if (checked.success) {
    const { job, caller } = checked.data;
    return 'request' in checked.data
      ? { job, caller, request: { value: checked.data.request } }
      : { job, caller, request: { blob: true } };
  }
  const issue = checked.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const param = (issue.keys[0] ?? '').slice(0, 128);
    const recordedParam = printable(param);
    const message = `${recordedParam} is no key of a message: leave it out.`;
    return new AppError('unknown_parameter', message, { param, recordedParam });
  }
  const param = issue?.path.join('.') ?? '';
  return new AppError(
    'invalid_request',
    'The message must be {"job"?, "request": {"messages": […]}, "traceparent"?, "conversation"?, "caller"?}, or have a job and "requestBlob": true.',
    param === '' ? {} : { param },
  );
}

function notJson(): AppError {
  return new AppError(
    'invalid_json',
    `The message must be JSON, or base64 of JSON, in UTF-8, at most ${jsonBounds.depth} deep.`,
  );
}

/** The host passes text that is not JSON as a string: base64, or something invalid. */
function fromText(text: string): unknown {
  if (!/^[A-Za-z0-9+/\s]+={0,2}$/.test(text.trimEnd())) return undefined;
  const parsed = parseBoundedJson(Buffer.from(text, 'base64'));
  return 'value' in parsed ? parsed.value : undefined;
}

const metadataNames = [
  'queueTrigger',
  'dequeueCount',
  'expirationTime',
  'id',
  'insertionTime',
  'nextVisibleTime',
  'popReceipt',
];

/**
 * Whether a top-level key of the message has the name of trigger metadata: it replaces that metadata, so the
 * host's value is worthless.
 */
function replacesMetadata(fields: Record<string, unknown>): boolean {
  return Object.keys(fields).some((key) =>
    metadataNames.some((name) => name.toLowerCase() === key.toLowerCase()),
  );
}

/** Name of the job of a message without one. */
function derivedJob(messageId: unknown, text: string): string {
  const isGuid = typeof messageId === 'string' && guid.test(messageId);
  return isGuid ? `message-${messageId}` : `message-${sha256(text)}`;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
