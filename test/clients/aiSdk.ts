import { createAzure } from '@ai-sdk/azure';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, isStepCount, type ModelMessage, streamText, tool } from 'ai';
import * as z from 'zod';
import { type Talk, testTwoTurns } from './twoTurns.ts';

const inputSchema = z.object({ place: z.string() });
const description = 'The weather of a place.';
const apiKey = 'not needed here';

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

const providers = {
  '@ai-sdk/openai': (url: string) =>
    createOpenAI({ baseURL: `${url}/api/v1`, apiKey }).chat('gpt-4o'),
  '@ai-sdk/azure': (url: string) =>
    createAzure({
      baseURL: `${url}/api/openai`,
      apiKey,
      apiVersion: '2024-10-21',
      useDeploymentBasedUrls: true,
    }).chat('gpt-4o'),
  '@ai-sdk/openai-compatible': (url: string) =>
    createOpenAICompatible({ name: 'callspan', baseURL: `${url}/api/v1`, apiKey })('gpt-4o'),
};

for (const [name, chat] of Object.entries(providers)) {
  testTwoTurns({
    name: `ai 7, ${name}`,
    sendsBack: name.endsWith('compatible') ? ['reasoning_content'] : [],
    start({ url, stream, weather, hear }) {
      const messages: ModelMessage[] = [];
      const execute = ({ place }: { place: string }) => weather(place);
      const settings = {
        model: chat(url),
        tools: { weather: tool({ description, inputSchema, execute }) },
        stopWhen: isStepCount(3),
        maxRetries: 0,
      };
      return async (content) => {
        messages.push({ role: 'user', content });
        if (stream) {
          const result = streamText({ ...settings, messages, onError: () => {} });
          await listen(result.fullStream, hear);
          messages.push(...(await result.responseMessages));
        } else {
          const result = await generateText({ ...settings, messages });
          hear(result.text);
          messages.push(...result.responseMessages);
        }
      };
    },
  });
}
