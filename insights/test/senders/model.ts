import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../../local/process/listen.ts';
import { chunks, event, modelAnswer, modelStream, reply } from '../../../test/e2e/scriptedModel.ts';

const sse = { 'content-type': 'text/event-stream' };

const call = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"place":"Inari"}' },
};
const toolCall = {
  ...modelAnswer,
  id: 'chatcmpl-2',
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      message: { role: 'assistant', content: null, tool_calls: [call] },
    },
  ],
};
const embeddings = {
  object: 'list',
  model: 'text-embedding-3-small',
  data: [{ object: 'embedding', index: 0, embedding: [0.25, 0.5] }],
  usage: { prompt_tokens: 7, total_tokens: 7 },
};
const broken = { error: { message: 'overloaded', type: 'server_error', code: null } };

/**
 * A model that speaks OpenAI's chat completions and embeddings, the same at every run: it calls a tool that it is offered once, else
 * tells to pack a tent; the model named `broken` fails.
 */
export async function startModel(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(answer);
  const port = await listen(server, 0);
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
  if (asked.model === 'broken') return reply(500, broken)(response);
  if (request.url?.endsWith('/embeddings')) return reply(200, embeddings)(response);
  const messages: readonly { role: string }[] = asked.messages ?? [];
  if (asked.tools !== undefined && messages.at(-1)?.role !== 'tool') {
    return reply(200, toolCall)(response);
  }
  if (asked.stream !== true) return reply(200, modelAnswer)(response);
  response.writeHead(200, sse).write(event(chunks.role));
  // The first words come later than the head, so that the first token is not the start.
  setTimeout(() => response.end(modelStream.slice(event(chunks.role).length)), 20);
}
