import type { Operation, TryRequest } from '../../api.ts';
import type { CallRef } from '../../view/compare/callRefs.ts';
import { asks, type Draft, noDraft } from './draft.ts';
import type { Run } from './run.ts';

/** One question and what came of it. */
export interface Turn {
  readonly id: number;
  /** The composer as it was when it was sent. */
  readonly asked: Draft;
  readonly run: Run;
  /** Its call, once its rows have come. */
  readonly operation?: Operation;
}

/** Messages of a call that stand before the first question, in the form of its API. */
export interface Context {
  readonly api: TryRequest['api'];
  readonly messages: readonly Message[];
}

/** A message or an item, of whatever form. */
export type Message = Readonly<Record<string, unknown>>;

/** All of the page: what was said, and what is to be asked next. */
export interface Chat {
  /** The query of the address that it began with. */
  readonly source: string;
  readonly draft: Draft;
  readonly context: Context;
  readonly turns: readonly Turn[];
  /** What is missing of the call that it came from, one sentence each. */
  readonly notes: readonly string[];
  /** Whether the next question takes the place of the last one. */
  readonly edits: boolean;
}

/** A chat in which nothing was said. */
export const noChat: Chat = {
  source: '',
  draft: noDraft,
  context: { api: undefined, messages: [] },
  turns: [],
  notes: [],
  edits: false,
};

/** The call whose question a chat began with, changed or not; undefined when it goes on after a call, or has none. */
export function sourceOf({ source }: Chat): CallRef | undefined {
  const query = new URLSearchParams(source);
  const operation = query.get('from');
  if (operation === null || query.get('after') === 'answer') return undefined;
  return { operation, session: query.get('session') ?? undefined };
}

/** Whether later questions are sent with what was said in a turn: it has an answer, or the part that came until it was stopped. */
export function isRemembered({ run: { state, text } }: Turn): boolean {
  return text !== '' && (state === 'answered' || state === 'stopped');
}

/** The turns that stand before the next question. */
export function turnsBefore({ turns, edits }: Chat): readonly Turn[] {
  return edits ? turns.slice(0, -1) : turns;
}

/** Whether there is something to ask: a question, or messages of a call of which the last waits for an answer. */
export function canAsk(chat: Chat, draft: Draft): boolean {
  const last = chat.context.messages.at(-1);
  const waits = last !== undefined && last.role !== 'assistant';
  return asks(draft) || (waits && turnsBefore(chat).length === 0);
}

/** Whether both APIs take messages: each has a role and a text, and nothing else. */
export function isPlain({ messages }: Context): boolean {
  return messages.every(
    (message) =>
      typeof message.role === 'string' &&
      typeof message.content === 'string' &&
      message.role !== 'tool' &&
      Object.keys(message).length === 2,
  );
}
