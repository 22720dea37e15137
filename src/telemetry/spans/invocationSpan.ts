import {
  type Context,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { toAppError } from '../../errors.ts';
import { callersName } from '../../values/forms.ts';
import { parseTraceparent, toTraceparent } from '../../values/traceparent.ts';
import { type CallersRequest, recordRequest } from '../content/contentAttributes.ts';
import { toEpochMs } from '../early/earlySpan.ts';
import { names } from '../names.ts';
import { type Session, withSession } from '../session.ts';
import { toExceptionEvent } from './exceptionEvent.ts';
import { isError, type Outcome } from './outcome.ts';
import type { SpanTracer } from './sampledTracer.ts';

/** One run of a function, as its trigger sees it. */
export interface Invocation {
  /** The function invocation ID, which is the session ID. */
  readonly id: string;
  readonly functionName: string;
  /** The span's work: the completion itself, or sending it to the queue. */
  readonly work: 'generate_completion' | 'send inference-requests';
  readonly trigger: 'http' | 'pubsub';
  /** When the function was called, by `performance.now()`: a worker's first ones wait for what it loads. */
  readonly calledAt: number;
  /** The Functions host's span for this invocation. */
  readonly hostTraceparent: string | undefined;
  /** The `traceparent` of a queue message: if valid, the parent instead of the host's. */
  readonly messageTraceparent?: string | undefined;
  /** The conversation named by the caller; ignored unless it is 1–128 characters of `A-Za-z0-9._:-`. */
  readonly conversation?: string | string[] | undefined;
}

/** What the work of an invocation may record about itself. */
export interface InvocationSpan {
  readonly sessionId: string;
  /** W3C `traceparent` of this span, for messages that the work sends; absent when telemetry is dark. */
  readonly traceparent: string | undefined;
  setJob(job: string): void;
  /** Names who calls: one of the settings, so that there are few. */
  setCaller(name: string): void;
  /** Records what was asked, when content is recorded. */
  setRequest(request: CallersRequest): void;
  /** Records an end that is no error but gives no new answer. */
  setOutcome(outcome: 'duplicate' | 'throttled'): void;
  /** Records an error that is answered instead of thrown, such as a job's failed result. */
  setFailure(thrown: unknown): void;
}

/** How an invocation ended, for its one log line. */
export interface Ending {
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly caller: string | undefined;
  readonly served: Session['served'];
}

/**
 * Runs the work of one invocation inside its span, the parent of everything below: `generate_completion`
 * (INTERNAL), or `send inference-requests` (PRODUCER), whose context goes with the message. An error of the
 * work ends the span as an error, with one exception event in our words, and is rethrown as ours. `onEnd` is
 * called inside the span's context, so that its log lines are correlated.
 */
export async function runInvocation<T>(
  tracer: SpanTracer,
  invocation: Invocation,
  coldStart: boolean,
  recordsContent: boolean,
  onEnd: (ending: Ending) => void,
  work: (span: InvocationSpan) => Promise<T>,
): Promise<T> {
  const { id, trigger, calledAt } = invocation;
  const conversation = conversationOf(invocation);
  const session: Session = {
    id,
    trigger,
    conversation,
    caller: undefined,
    modelCalls: 0,
    budgetReached: false,
    served: undefined,
  };
  const span = open(tracer, invocation, session, coldStart);
  const active = trace.setSpan(withSession(ROOT_CONTEXT, session), span);
  let outcome: Outcome = 'ok';
  const setFailure = (thrown: unknown) => {
    const error = toAppError(thrown);
    outcome = error.code;
    if (!isError(outcome)) return;
    span.addEvent('exception', toExceptionEvent(error, thrown));
    span.setAttribute(names.appFault, error.fault);
    if (error.recordedParam) span.setAttribute(names.appParam, error.recordedParam);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.code });
  };
  return await context.with(active, async () => {
    try {
      return await work({
        sessionId: id,
        get traceparent() {
          return traceparentOf(span);
        },
        setJob: (job) => span.setAttribute(names.appJob, job),
        setCaller: (name) => {
          session.caller = name;
          span.setAttribute(names.appCaller, name);
        },
        setRequest: (request) => {
          if (recordsContent && span.isRecording()) recordRequest(span, request);
        },
        setOutcome: (value) => {
          outcome = value;
        },
        setFailure,
      });
    } catch (thrown) {
      setFailure(thrown);
      throw toAppError(thrown); // must be ours: the host logs what a function throws
    } finally {
      if (outcome === 'ok' && session.budgetReached) outcome = 'budget';
      span.setAttribute(names.appOutcome, outcome);
      const durationMs = performance.now() - calledAt;
      onEnd({ outcome, durationMs, caller: session.caller, served: session.served });
      span.end();
    }
  });
}

function open(
  tracer: SpanTracer,
  invocation: Invocation,
  session: Session,
  coldStart: boolean,
): Span {
  const host = extract(invocation.hostTraceparent);
  const message = extract(invocation.messageTraceparent);
  const parent = trace.getSpanContext(message) === undefined ? host : message;
  const hostSpan = trace.getSpanContext(host);
  return tracer.startSpan(
    invocation.work,
    {
      ...startOf(invocation.calledAt),
      kind: invocation.work === 'generate_completion' ? SpanKind.INTERNAL : SpanKind.PRODUCER,
      links: parent === message && hostSpan !== undefined ? [{ context: hostSpan }] : [],
      attributes: {
        [names.faasInvocationId]: invocation.id,
        [names.faasName]: invocation.functionName,
        [names.faasTrigger]: invocation.trigger,
        [names.faasColdStart]: coldStart,
        ...(session.conversation !== undefined && {
          [names.conversationId]: session.conversation,
        }),
      },
    },
    withSession(parent, session),
  );
}

function conversationOf({ conversation: name }: Invocation): string | undefined {
  return typeof name === 'string' && callersName.test(name) ? name : undefined;
}

/** The context of a W3C `traceparent`; the root when there is none, or an invalid one. */
export function extract(traceparent: string | undefined): Context {
  const parent = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  return parent === undefined
    ? ROOT_CONTEXT
    : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
}

function traceparentOf(span: Span): string | undefined {
  const own = span.spanContext();
  return isSpanContextValid(own) ? toTraceparent(own) : undefined;
}

/** A start of its own, for a span whose invocation has waited; the SDK's own clock is finer. */
function startOf(calledAt: number): { startTime?: number } {
  const waited = performance.now() - calledAt > unnoticedMs;
  return waited ? { startTime: toEpochMs(calledAt) } : {};
}

const unnoticedMs = 2;
