import type { ChatMessage } from '@llamaindex/core/llms';
import { tool } from '@llamaindex/core/tools';
import { OpenAI } from '@llamaindex/openai';
import * as z from 'zod';
import { testTwoTurns } from './twoTurns.ts';

testTwoTurns({
  name: '@llamaindex/openai',
  sendsBack: [],
  start({ url, stream, weather, hear }) {
    const llm = new OpenAI({
      model: 'gpt-4o',
      apiKey: 'not needed here',
      baseURL: `${url}/api/v1`,
      maxRetries: 0,
    });
    const tools = [
      tool({
        name: 'weather',
        description: 'The weather of a place.',
        parameters: z.object({ place: z.string() }),
        execute: ({ place }) => weather(place),
      }),
    ];
    const messages: ChatMessage[] = [];
    const step = async () => {
      if (!stream) {
        const { newMessages, toolCalls } = await llm.exec({ messages, tools });
        messages.push(...newMessages);
        if (toolCalls.length === 0) hear(`${newMessages.at(-1)?.content}`);
        return toolCalls;
      }
      const {
        stream: pieces,
        newMessages,
        toolCalls,
      } = await llm.streamExec({ messages, tools, stream });
      for await (const { delta } of pieces) hear(delta);
      messages.push(...newMessages());
      return toolCalls;
    };
    return async (content) => {
      messages.push({ role: 'user', content });
      while ((await step()).length > 0);
    };
  },
});
