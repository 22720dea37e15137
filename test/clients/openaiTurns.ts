import OpenAI, { AzureOpenAI } from 'openai';
import { zodFunction } from 'openai/helpers/zod';
import * as z from 'zod';
import type { Talk } from './conversation.ts';
import { type Client, testTwoTurns } from './twoTurns.ts';

const place = z.object({ place: z.string() });
const tool = {
  name: 'weather',
  description: 'The weather of a place.',
  parameters: place,
} as const;
const start = {
  OpenAI: (url: string) =>
    new OpenAI({ baseURL: `${url}/api/v1`, apiKey: 'not needed here', maxRetries: 0 }),
  AzureOpenAI: (url: string) =>
    new AzureOpenAI({
      endpoint: `${url}/api`,
      apiKey: 'not needed here',
      apiVersion: '2024-10-21',
      maxRetries: 0,
    }),
};

type History = OpenAI.ChatCompletionMessageParam[];

/** The loop of tools that people write around `create`, `parse` and `stream`. */
async function loop(client: OpenAI, { stream, weather, hear }: Talk, messages: History) {
  for (;;) {
    const asking = { model: 'gpt-4o', messages, tools: [zodFunction(tool)] };
    const completion = stream
      ? await client.chat.completions.stream(asking).on('content', hear).finalChatCompletion()
      : await client.chat.completions.parse(asking);
    const message = completion.choices[0]?.message;
    if (message === undefined) throw new Error('no choice');
    messages.push(message);
    const calls = message.tool_calls ?? [];
    if (calls.length === 0) {
      if (!stream) hear(message.content ?? '');
      return;
    }
    for (const call of calls) {
      if (call.type !== 'function') throw new Error('a call of no function');
      const given = place.parse(call.function.parsed_arguments);
      messages.push({ role: 'tool', tool_call_id: call.id, content: weather(given.place) });
    }
  }
}

/** The client's own loop; the history is the runner's. */
async function runTools(client: OpenAI, { stream, weather, hear }: Talk, messages: History) {
  const tools = [zodFunction({ ...tool, function: (given) => weather(given.place) })];
  const asking = { model: 'gpt-4o', messages, tools };
  const runner = stream
    ? client.chat.completions.runTools({ ...asking, stream }).on('content', hear)
    : client.chat.completions.runTools(asking);
  const content = await runner.finalContent();
  if (!stream) hear(content ?? '');
  messages.splice(0, messages.length, ...runner.messages);
}

for (const [kind, make] of Object.entries(start)) {
  for (const run of [loop, runTools]) {
    const client: Client = {
      name: `${kind}, ${run === loop ? 'parse and stream' : 'runTools'}`,
      // runTools leaves out of its history what it does not know.
      sendsBack: run === loop ? ['reasoning_content', 'reasoning'] : [],
      start(talk) {
        const openai = make(talk.url);
        const history: History = [];
        return (question) => {
          history.push({ role: 'user', content: question });
          return run(openai, talk, history);
        };
      },
    };
    testTwoTurns(client);
  }
}
