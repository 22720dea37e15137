import type { Ask } from './startHandlers.ts';

const words = 'What should I pack for three days by the lake? ';

/** The JSON of a request. */
export function chatBody({ stream, messages = 1, promptBytes, chunks, model }: Ask = {}): string {
  const earlier = Array.from({ length: messages - 1 }, (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: words,
  }));
  const content =
    promptBytes === undefined
      ? 'What should I pack?'
      : words.repeat(Math.ceil(promptBytes / words.length)).slice(0, promptBytes);
  return JSON.stringify({
    ...(model !== undefined && { model }),
    messages: [...earlier, { role: 'user', content }],
    ...(stream && { stream }),
    ...(chunks !== undefined && { seed: chunks }),
  });
}
