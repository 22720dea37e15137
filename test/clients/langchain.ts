import { type AIMessageChunk, type BaseMessage, HumanMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { AzureChatOpenAI, ChatOpenAI } from '@langchain/openai';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { callsTools, says } from '../e2e/toolReplies.ts';
import { app, model } from './apps.ts';
import { testTwoTurns } from './twoTurns.ts';

const schema = z.object({ place: z.string() });
const description = 'The weather of a place.';
const apiKey = 'not needed here';

const models = {
  ChatOpenAI: (url: string) =>
    new ChatOpenAI({
      model: 'gpt-4o',
      apiKey,
      maxRetries: 0,
      configuration: { baseURL: `${url}/api/v1` },
    }),
  AzureChatOpenAI: (url: string) =>
    new AzureChatOpenAI({
      model: 'gpt-4o',
      azureOpenAIApiKey: apiKey,
      azureOpenAIApiDeploymentName: 'gpt-4o',
      azureOpenAIApiVersion: '2024-10-21',
      azureOpenAIEndpoint: `${url}/api`,
      maxRetries: 0,
    }),
};

for (const [name, make] of Object.entries(models)) {
  testTwoTurns({
    name: `@langchain/openai, ${name}`,
    sendsBack: [],
    start({ url, stream, weather, hear }) {
      const weatherTool = tool(({ place }) => weather(place), {
        name: 'weather',
        description,
        schema,
      });
      const withTool = make(url).bindTools([weatherTool]);
      const messages: BaseMessage[] = [];
      const answer = async () => {
        if (!stream) return withTool.invoke(messages);
        let whole: AIMessageChunk | undefined;
        for await (const chunk of await withTool.stream(messages)) {
          hear(chunk.text);
          whole = whole?.concat(chunk) ?? chunk;
        }
        if (whole === undefined) throw new Error('no chunk');
        return whole;
      };
      return async (question) => {
        messages.push(new HumanMessage(question));
        for (;;) {
          const message = await answer();
          messages.push(message);
          const calls = message.tool_calls ?? [];
          if (calls.length === 0) {
            if (!stream) hear(message.text);
            return;
          }
          for (const call of calls) messages.push(await weatherTool.invoke(call));
        }
      };
    },
  });
}

describe('@langchain/openai', () => {
  beforeEach(() => {
    model.replies.length = 0;
  });
  const chat = (name = 'gpt-4o') =>
    new ChatOpenAI({
      model: name,
      apiKey,
      maxRetries: 0,
      configuration: { baseURL: `${app.stack.app}/api/v1` },
    });

  it('invoke: an answer with its usage', async () => {
    const answer = await chat().invoke('What should I pack?');
    expect(answer).toMatchObject({
      text: 'Pack a tent.',
      usage_metadata: { input_tokens: 1_000, output_tokens: 200 },
    });
  });

  it('invoke of an assistant', async () => {
    model.replies.push(
      callsTools([{ name: 'packing_list', given: { nights: 2, people: 1, tent: true } }]),
      says('Pack little.'),
    );
    const answer = await chat('travel-guide').invoke('What should I pack?');
    expect(answer.text).toBe('Pack little.');
  });
});
