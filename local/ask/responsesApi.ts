import { type ErrorObject, noText, toFailed } from './answered.ts';
import type { AskApi } from './askApi.ts';

/** A response, or an error. */
interface Answer {
  readonly output?: readonly {
    readonly content?: readonly { readonly text?: string; readonly refusal?: string }[] | null;
  }[];
  readonly error?: ErrorObject | null;
}

/** A typed event; one of type `error` is the error itself. */
interface TypedEvent extends ErrorObject {
  readonly type: string;
  readonly delta?: string;
}

/** Events with text that a reader of the answer is shown. */
const texts: ReadonlySet<string> = new Set([
  'response.output_text.delta',
  'response.refusal.delta',
]);
const ends: ReadonlySet<string> = new Set(['response.completed', 'response.incomplete']);

/** `POST v1/responses`. */
export const responsesApi: AskApi = {
  path: '/responses',
  toRequest: ({ text, model, stream }) => ({
    input: text,
    ...(model === undefined ? {} : { model }),
    ...(stream ? { stream } : {}),
  }),
  readAnswer(answer) {
    const { output = [], error } = answer as Answer;
    if (error) return toFailed(error);
    const parts = output.flatMap(({ content }) => content ?? []);
    const text = parts.map((part) => part.text ?? part.refusal ?? '').join('');
    return { text: text || noText, failed: false };
  },
  readEvent(data) {
    const event = JSON.parse(data) as TypedEvent;
    if (event.type === 'error') return { ending: toFailed(event) };
    if (ends.has(event.type)) return { ending: { text: '', failed: false } };
    return { text: texts.has(event.type) ? event.delta : '' };
  },
};
