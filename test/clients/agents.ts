import {
  Agent,
  type AgentInputItem,
  OpenAIChatCompletionsModel,
  Runner,
  tool,
} from '@openai/agents';
import OpenAI from 'openai';
import * as z from 'zod';
import { testTwoTurns } from './twoTurns.ts';

testTwoTurns({
  name: '@openai/agents, chat completions',
  sendsBack: ['reasoning'],
  start({ url, stream, weather, hear }) {
    const client = new OpenAI({
      baseURL: `${url}/api/v1`,
      apiKey: 'not needed here',
      maxRetries: 0,
    });
    const agent = new Agent({
      name: 'guide',
      model: new OpenAIChatCompletionsModel(client, 'gpt-4o'),
      tools: [
        tool({
          name: 'weather',
          description: 'The weather of a place.',
          parameters: z.object({ place: z.string() }),
          execute: async ({ place }) => weather(place),
        }),
      ],
    });
    const runner = new Runner({ tracingDisabled: true });
    let history: AgentInputItem[] = [];
    return async (content) => {
      const input: AgentInputItem[] = [...history, { role: 'user', content }];
      if (stream) {
        const result = await runner.run(agent, input, { stream });
        for await (const text of result.toTextStream()) hear(text);
        await result.completed;
        history = result.history;
      } else {
        const result = await runner.run(agent, input);
        hear(result.finalOutput ?? '');
        history = result.history;
      }
    };
  },
});
