import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { listen } from '../../local/process/listen.ts';
import type { Certificate } from '../../test/e2e/certificate.ts';

const answer = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Pack a tent.' } },
  ],
  usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 },
});

/** A model that takes so many ms for an answer; over TLS with a certificate. */
export async function startSlowModel(ms: number, certificate?: Certificate) {
  const reply: RequestListener = (request, response) => {
    request.resume();
    setTimeout(() => response.setHeader('content-type', 'application/json').end(answer), ms);
  };
  const server = certificate ? createSecureServer(certificate, reply) : createServer(reply);
  const port = await listen(server, 0);
  return {
    url: `${certificate ? 'https' : 'http'}://localhost:${port}/v1`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
