import type { Saying } from './modelAnswers.ts';

/** What a client is given for a conversation. */
export interface Talk {
  /** URL of the app. */
  readonly url: string;
  /** A deployment or an assistant. */
  readonly model: string;
  readonly stream: boolean;
  /** Whether the user has tools: an assistant takes none. */
  readonly hasTools: boolean;
  /** The user's tool. */
  weather(place: string): string;
  /** Takes what the client gives its user of an answer, piece by piece where it is streamed. */
  hear(text: string): void;
}

/** Starts a conversation; its result asks one question, and ends when the client gave its answer. */
export type Start = (talk: Talk) => (question: string) => Promise<void>;

/** What the user asks. */
export const questions = ['How is the weather in Annecy and in Chamonix?', 'And in Nice?'];
/** What the model calls to answer each question. */
export const calls = [
  [
    { id: 'call_a', place: 'Annecy' },
    { id: 'call_b', place: 'Chamonix' },
  ],
  [{ id: 'call_c', place: 'Nice' }],
];
/** What the model says, answer by answer. */
export const sayings: readonly Saying[] = [
  { thought: 'Two places, two calls.', calls: calls[0] ?? [] },
  { thought: 'Both are sunny.', text: 'The sun shines in both.' },
  { thought: 'One more.', calls: calls[1] ?? [] },
  { thought: 'Rain.', text: 'It rains in Nice.' },
];
/** The user's tool. */
export const weather = (place: string) => (place === 'Nice' ? 'rain' : `sun in ${place}`);
