import { type AIMessageChunk, type BaseMessage, HumanMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import type { ChatOpenAI } from '@langchain/openai';
import * as z from 'zod';
import type { Start } from './conversation.ts';

/** A conversation with the loop of tools that people write around LangChain's model, which `make` makes. */
export function startLangchain(make: (url: string, model: string) => ChatOpenAI): Start {
  return ({ url, model, stream, hasTools, weather, hear }) => {
    const weatherTool = tool(({ place }) => weather(place), {
      name: 'weather',
      description: 'The weather of a place.',
      schema: z.object({ place: z.string() }),
    });
    const chat = make(url, model);
    const withTool = hasTools ? chat.bindTools([weatherTool]) : chat;
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
  };
}
