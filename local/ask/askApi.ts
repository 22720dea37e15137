import type { Said } from './answered.ts';

/** What a question is. */
interface Question {
  readonly text: string;
  readonly model?: string | undefined;
  readonly stream?: boolean | undefined;
}

/** A part of a stream: text, and what the answer ended with. */
interface Heard {
  readonly text?: string | undefined;
  readonly ending?: Said;
}

/** An API of the app, in OpenAI's wire format. */
export interface AskApi {
  /** Below `/api/v1`. */
  readonly path: string;
  toRequest(question: Question): object;
  /** Reads a whole answer, or an error. */
  readAnswer(answer: unknown): Said;
  /** Reads the data of one event. */
  readEvent(data: string): Heard;
}
