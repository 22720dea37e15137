import { type Context, context, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { toAppError } from '../errors.ts';
import type { LineLogger } from './early/earlyLogger.ts';
import { names } from './names.ts';
import { toExceptionEvent } from './spans/exceptionEvent.ts';
import { type Ending, extract, type Invocation } from './spans/invocationSpan.ts';
import { isError } from './spans/outcome.ts';
import { isKept } from './spans/sampledTracer.ts';

/** A line that a function wrote with `context.log` or one of its levels. */
export interface UserLine {
  readonly level: string;
  readonly message: string;
  /** The invocation that wrote it, which is the session. */
  readonly invocationId: string | undefined;
  /** The Functions host's span for that invocation. */
  readonly hostTraceparent: string | undefined;
}

/** An invocation without a span, such as reading a job. */
export type SpanlessInvocation = Pick<Invocation, 'id' | 'functionName' | 'hostTraceparent'>;

/** A queued line must not have megabytes; the exporter cuts at the same length. */
const maxLineLength = 32_768;

const severities: Readonly<Record<string, SeverityNumber>> = {
  trace: SeverityNumber.TRACE,
  debug: SeverityNumber.DEBUG,
  information: SeverityNumber.INFO,
  warning: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  critical: SeverityNumber.FATAL,
};

/**
 * Writes a function's own line to OpenTelemetry, in the context of the function that wrote it; outside of our span, such as in
 * a hook, in the host's.
 */
export function emitUserLine(logger: LineLogger, line: UserLine, samplingRatio: number): void {
  const { level, message, invocationId, hostTraceparent } = line;
  const active = context.active();
  logger.emit({
    body: message.slice(0, maxLineLength),
    severityNumber: severities[level] ?? SeverityNumber.INFO,
    ...(invocationId !== undefined && { attributes: { [names.sessionId]: invocationId } }),
    context: trace.getSpan(active) === undefined ? ofHost(hostTraceparent, samplingRatio) : active,
  });
}

/** Writes the one line of an invocation: outcome, duration, model and tokens, and nothing else. */
export function emitEnding(logger: LineLogger, ending: Ending): void {
  const severityNumber = isError(ending.outcome) ? SeverityNumber.ERROR : SeverityNumber.INFO;
  const { caller } = ending;
  logger.emit({
    body: toLine(ending),
    severityNumber,
    ...(caller !== undefined && { attributes: { [names.appCaller]: caller } }),
  });
}

/** Writes the failure of an invocation without a span: an exception in the host's trace. */
export function emitFailure(
  logger: LineLogger,
  { id, functionName, hostTraceparent }: SpanlessInvocation,
  thrown: unknown,
  samplingRatio: number,
): void {
  const error = toAppError(thrown);
  logger.emit({
    body: error.code,
    severityNumber: SeverityNumber.ERROR,
    attributes: {
      ...toExceptionEvent(error, thrown),
      [names.sessionId]: id,
      [names.faasName]: functionName,
    },
    context: ofHost(hostTraceparent, samplingRatio),
  });
}

/** Writes that nine tenths of a limit of a caller's day are spent. No other line has a limit. */
export function emitNearEnd(logger: LineLogger, caller: string, limit: string): void {
  logger.emit({
    body: `Caller ${caller} has spent 90 % of its ${limit} of today (UTC).`,
    severityNumber: SeverityNumber.WARN,
    attributes: { [names.appCaller]: caller, [names.appLimit]: limit },
    // It is no invocation's, and a line within a trace that is not kept would be dropped.
    context: ROOT_CONTEXT,
  });
}

/** The context of the host's span. It is kept with its trace, whatever flags a caller's `traceparent` has. */
function ofHost(traceparent: string | undefined, samplingRatio: number): Context {
  const host = extract(traceparent);
  const span = trace.getSpanContext(host);
  if (span === undefined) return host;
  const kept = isKept(span.traceId, samplingRatio);
  const traceFlags = kept ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(host, { ...span, traceFlags });
}

/** The line itself: `ok in 312 ms, gpt-4o, 25 → 310 tokens`. */
export function toLine({ outcome, durationMs, served }: Ending): string {
  const tokens = served && `, ${served.model}, ${toUsage(served)} tokens`;
  return `${outcome} in ${Math.round(durationMs)} ms${tokens ?? ''}`;
}

/** Embeddings have no output. */
function toUsage({ inputTokens, outputTokens }: NonNullable<Ending['served']>): string {
  const output = outputTokens === undefined ? '' : ` → ${outputTokens}`;
  return `${inputTokens ?? '–'}${output}`;
}
