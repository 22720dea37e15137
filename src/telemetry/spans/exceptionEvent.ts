import type { Attributes } from '@opentelemetry/api';
import { type Cause, isAppError, toCause } from '../../errors.ts';
import { names } from '../names.ts';

/**
 * The attributes of an `exception` event
 * (https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/), or of a log record, for a
 * failure: our code, our message, the class of the thrown value and the frames of our own bundle. Its causes
 * are recorded in the same way; the class and HTTP status of the innermost cause are attributes of their own,
 * for queries. The text of a foreign error is never recorded: it can hold prompts, bodies and keys.
 */
export function toExceptionEvent(
  error: { readonly code: string; readonly message: string },
  thrown: unknown,
): Attributes {
  const met = toCause(thrown);
  const kind = isAppError(thrown) ? thrown.constructor.name : met.kind;
  const behind = chain(met.cause);
  const stack = [
    `${kind}: ${error.message}`,
    ...met.frames.map(indent),
    ...behind.flatMap((cause) => [`Caused by ${toWords(cause)}`, ...cause.frames.map(indent)]),
  ];
  const root = behind.at(-1) ?? (isAppError(thrown) ? undefined : met);
  return {
    'exception.type': error.code,
    'exception.message': error.message,
    'exception.stacktrace': stack.join('\n'),
    ...(root && toCauseAttributes(root)),
  };
}

function indent(frame: string): string {
  return `    ${frame}`;
}

/** The attributes that find a cause in queries. */
function toCauseAttributes(root: Cause): Attributes {
  return {
    [names.appCause]: root.reason === undefined ? root.kind : `${root.kind} ${root.reason}`,
    ...(root.status !== undefined && { [names.appStatusCode]: root.status }),
  };
}

function toWords({ kind, status, reason }: Cause): string {
  return [kind, status, reason].filter((part) => part !== undefined).join(' ');
}

function chain(cause: Cause | undefined): readonly Cause[] {
  return cause === undefined ? [] : [cause, ...chain(cause.cause)];
}
