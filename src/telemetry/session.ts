import { type Context, context, createContextKey } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { names } from './names.ts';

/** What an invocation's spans and log lines share: its session, and a tally of the calls to the model that succeeded. */
export interface Session {
  /** The function's invocation ID. */
  readonly id: string;
  readonly trigger: 'http' | 'pubsub';
  /** The conversation that the caller named. */
  readonly conversation: string | undefined;
  /** Calls to the model so far, whatever came of them. */
  modelCalls: number;
  /** An assistant's answer was ended by its budget. */
  budgetReached: boolean;
  /** Model of the last answer, and tokens over all of them; undefined until a model tells them. */
  served:
    | { model: string; inputTokens: number | undefined; outputTokens: number | undefined }
    | undefined;
}

const sessionKey = createContextKey('callspan.session');

/** A context in which every span and log line belongs to the session. */
export function withSession(parent: Context, session: Session): Context {
  return parent.setValue(sessionKey, session);
}

/** The session of a context, if it is inside an invocation. */
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

/** Stamps `session.id` on each log record, from the context it was written in. */
export const sessionLogProcessor: LogRecordProcessor = {
  onEmit(record, written) {
    const session = sessionOf(written ?? context.active());
    if (session !== undefined) record.setAttribute(names.sessionId, session.id);
  },
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
