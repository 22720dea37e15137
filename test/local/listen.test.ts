import { Agent, createServer, get } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../../local/process/listen.ts';

it('a connection is kept as long as the real host keeps one, so that none ends under a request', async () => {
  const server = createServer((_request, response) => response.end());
  const port = await listen(server, 0);
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => {
    agent.destroy();
    server.close();
  });
  const kept = await new Promise((resolve) => {
    get({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume();
      resolve(response.headers['keep-alive']);
    });
  });
  expect(kept).toBe('timeout=130');
});
