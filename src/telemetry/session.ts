import { type Context, context, createContextKey } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { names } from './names.ts';

/** Shared by an invocation's spans and log lines: its session, and a tally of successful calls to the model. */
export interface Session {
  /** The function's invocation ID. */
  readonly id: string;
  readonly trigger: 'http' | 'pubsub';
  /** The conversation that the caller named. */
  readonly conversation: string | undefined;
  /** Who calls, by name; undefined where nobody has one. */
  caller: string | undefined;
  /** Number of calls to the model so far, failed ones included. */
  modelCalls: number;
  /** Whether a budget ended an assistant's answer. */
  budgetReached: boolean;
  /** Model of the last answer, and tokens of all answers; undefined until a model reports them. */
  served:
    | { model: string; inputTokens: number | undefined; outputTokens: number | undefined }
    | undefined;
}

const sessionKey = createContextKey('callspan.session');

/** A context in which every span and log line belongs to the session. */
export function withSession(parent: Context, session: Session): Context {
  return parent.setValue(sessionKey, session);
}

/** The session of a context; undefined outside an invocation. */
export function sessionOf(from: Context): Session | undefined {
  return from.getValue(sessionKey) as Session | undefined; // only withSession sets the key
}

/** Stamps `session.id` on each span at its start: children do not inherit attributes. */
export const sessionSpanProcessor: SpanProcessor = {
  onStart(span, parent) {
    const session = sessionOf(parent);
    if (session !== undefined) span.setAttribute(names.sessionId, session.id);
  },
  onEnd() {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/** Stamps `session.id` on each log record, from the record's context. */
export const sessionLogProcessor: LogRecordProcessor = {
  onEmit(record, written) {
    const session = sessionOf(written ?? context.active());
    if (session !== undefined) record.setAttribute(names.sessionId, session.id);
  },
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
