import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../http/listen.ts';

const usage = {
  prompt_tokens: 1_000,
  completion_tokens: 200,
  total_tokens: 1_200,
  prompt_tokens_details: { cached_tokens: 400 },
  completion_tokens_details: { reasoning_tokens: 50 },
};
const head = { created: 1, model: 'gpt-4o-2024-11-20' };
const call = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"place":"Inari"}' },
};

/** An answer in one piece. */
const whole = (id: string, finish_reason: string, said: object) => ({
  ...head,
  id,
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason, message: { role: 'assistant', ...said } }],
  usage,
});
const answered = whole('chatcmpl-1', 'stop', { content: 'Pack a tent.' });
const calledTool = whole('chatcmpl-2', 'tool_calls', { content: null, tool_calls: [call] });
const embedded = {
  object: 'list',
  model: 'text-embedding-3-small',
  data: [{ object: 'embedding', index: 0, embedding: [0.25, 0.5] }],
  usage: { prompt_tokens: 7, total_tokens: 7 },
};
const broken = { error: { message: 'overloaded', type: 'server_error', code: null } };

/** The first answer as a stream: its head, then the rest. */
const toChunk = (delta: object, finish_reason: string | null = null) => ({
  ...head,
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason }],
});
const first = toEvents([toChunk({ role: 'assistant', content: '' })]);
const rest = toEvents([
  toChunk({ content: 'Pack ' }),
  toChunk({ content: 'a tent.' }, 'stop'),
  { ...toChunk({}), choices: [], usage },
  '[DONE]',
]);

function toEvents(items: readonly (object | string)[]): string {
  const texts = items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  return texts.map((text) => `data: ${text}\n\n`).join('');
}

/**
 * A model that speaks OpenAI's chat completions and embeddings, the same at every run: it calls a tool that it is offered once, else
 * tells to pack a tent; the model named `broken` fails.
 */
export async function startModel(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(answer);
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = JSON.parse((await text(request)) || '{}');
  const reply = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const messages: readonly { role: string }[] = asked.messages ?? [];
  if (asked.model === 'broken') reply(500, broken);
  else if (request.url?.endsWith('/embeddings')) reply(200, embedded);
  else if (asked.tools !== undefined && messages.at(-1)?.role !== 'tool') reply(200, calledTool);
  else if (asked.stream !== true) reply(200, answered);
  else {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(first);
    // The first words come later than the head, so that the first token is not the start.
    setTimeout(() => response.end(rest), 20);
  }
}
