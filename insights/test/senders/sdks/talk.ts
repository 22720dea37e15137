import type OpenAI from 'openai';
import { system, tool, user } from './said.ts';

const messages = [
  { role: 'system', content: system },
  { role: 'user', content: user },
] as const;
const tools = [{ type: 'function' as const, function: tool }];

/** What is done with every SDK around OpenAI's client: a chat, a streamed one, one with a tool, one that fails, an embedding. */
export async function talk(openai: OpenAI): Promise<void> {
  await openai.chat.completions.create({
    model: 'gpt-4o',
    temperature: 0.5,
    messages: [...messages],
  });

  const stream = await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [...messages],
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const _chunk of stream);

  const asking = await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [...messages],
    tools,
  });
  const said = asking.choices[0]?.message;
  const id = said?.tool_calls?.[0]?.id;
  if (said === undefined || id === undefined) throw new Error('the model called no tool');
  await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [...messages, said, { role: 'tool', tool_call_id: id, content: 'It rains.' }],
    tools,
  });

  await openai.chat.completions
    .create({ model: 'broken', messages: [...messages] })
    .catch(() => undefined);

  await openai.embeddings.create({ model: 'text-embedding-3-small', input: user });
}
