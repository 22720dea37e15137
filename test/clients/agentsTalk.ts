import { Agent, type AgentInputItem, OpenAIProvider, Runner, tool } from '@openai/agents';
import OpenAI from 'openai';
import * as z from 'zod';
import type { Start, Talk } from './conversation.ts';

/** An agent that answers with a text. */
export type Guide = Agent<unknown, 'text'>;

/** A conversation with the agent that `toAgent` makes, over the Responses API or chat completions. */
export function startAgent(useResponses: boolean, toAgent: (talk: Talk) => Guide = toGuide): Start {
  return (talk) => {
    const openAIClient = new OpenAI({
      baseURL: `${talk.url}/api/v1`,
      apiKey: 'not needed here',
      maxRetries: 0,
    });
    const modelProvider = new OpenAIProvider({ openAIClient, useResponses });
    const runner = new Runner({ modelProvider, tracingDisabled: true });
    const agent = toAgent(talk);
    let history: AgentInputItem[] = [];
    return async (content) => {
      const input: AgentInputItem[] = [...history, { role: 'user', content }];
      if (talk.stream) {
        const result = await runner.run(agent, input, { stream: true });
        for await (const text of result.toTextStream()) talk.hear(text);
        await result.completed;
        history = result.history;
      } else {
        const result = await runner.run(agent, input);
        talk.hear(result.finalOutput ?? '');
        history = result.history;
      }
    };
  };
}

/** An agent with the user's tool. */
export function toGuide({ model, hasTools, weather }: Talk): Guide {
  const weatherTool = tool({
    name: 'weather',
    description: 'The weather of a place.',
    parameters: z.object({ place: z.string() }),
    execute: async ({ place }) => weather(place),
  });
  return new Agent({ name: 'guide', model, tools: hasTools ? [weatherTool] : [] });
}
