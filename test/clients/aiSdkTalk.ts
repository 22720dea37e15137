import type * as ai from 'ai';
import * as z from 'zod';
import type { Start, Talk } from './conversation.ts';

/** What is called of the AI SDK, which its versions 6 and 7 have alike. */
export type AiSdk = Pick<
  typeof ai,
  'generateText' | 'streamText' | 'stepCountIs' | 'tool' | 'Output'
>;

type Options = Parameters<typeof ai.generateText>[0]['providerOptions'];

/** A conversation over `generateText` and `streamText`, with tools in steps, of a model made by `toModel`. */
export function startAiSdk(
  { generateText, streamText, stepCountIs, tool }: AiSdk,
  toModel: (api: string, model: string) => ai.LanguageModel,
  providerOptions: Options = {},
): Start {
  return ({ url, model, stream, hasTools, weather, hear }) => {
    const messages: ai.ModelMessage[] = [];
    const weatherTool = tool({
      description: 'The weather of a place.',
      inputSchema: z.object({ place: z.string() }),
      execute: ({ place }: { place: string }) => weather(place),
    });
    const settings = {
      model: toModel(`${url}/api`, model),
      providerOptions,
      ...(hasTools && { tools: { weather: weatherTool } }),
      stopWhen: stepCountIs(3),
      maxRetries: 0,
    };
    return async (content) => {
      messages.push({ role: 'user', content });
      const result = stream
        ? streamText({ ...settings, messages, onError: () => {} })
        : await generateText({ ...settings, messages });
      if ('fullStream' in result) await listen(result.fullStream, hear);
      else hear(result.text);
      // Version 6 has them in the response alone.
      messages.push(...((await result.responseMessages) ?? (await result.response).messages));
    };
  };
}

/** Collects what a user reads of a stream; throws the error in it. */
async function listen(
  parts: AsyncIterable<{ type: string; text?: string; error?: unknown }>,
  hear: Talk['hear'],
) {
  for await (const { type, text, error } of parts) {
    if (type === 'text-delta') hear(text ?? '');
    if (type === 'error') throw error;
  }
}
