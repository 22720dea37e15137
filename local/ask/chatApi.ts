import { type ErrorObject, noText, type Said, toFailed } from './answered.ts';
import type { AskApi } from './askApi.ts';

/** A completion, a chunk of one, or an error. */
interface Answer {
  readonly choices?: readonly {
    readonly message?: { readonly content?: string | null };
    readonly delta?: { readonly content?: string | null };
  }[];
  readonly error?: ErrorObject;
}

/** The text of a chat completion, or its error in one line. */
export function toText({ choices, error }: Answer): Said {
  if (error !== undefined) return toFailed(error);
  return { text: choices?.[0]?.message?.content ?? noText, failed: false };
}

/** `POST v1/chat/completions`. */
export const chatApi: AskApi = {
  path: '/chat/completions',
  toRequest: ({ text, model, stream }) => ({
    messages: [{ role: 'user', content: text }],
    ...(model === undefined ? {} : { model }),
    ...(stream ? { stream } : {}),
  }),
  readAnswer: (answer) => toText(answer as Answer),
  readEvent(data) {
    if (data === '[DONE]') return { ending: { text: '', failed: false } };
    const chunk = JSON.parse(data) as Answer;
    return {
      text: chunk.choices?.[0]?.delta?.content ?? '',
      ...(chunk.error === undefined ? {} : { ending: toFailed(chunk.error) }),
    };
  },
};
