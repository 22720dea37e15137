import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { listen } from '../../local/listen.ts';
import { bodyOf, campingRequest, startApp } from './startApp.ts';

// The built-in host, as a command that these tests know nothing of: as `func start` would be.
const server = createServer();
const port = await listen(server, 0);
await new Promise((resolve) => server.close(resolve));
const url = `http://127.0.0.1:${port}`;
const node = `"${process.execPath}" --experimental-strip-types --disable-warning=ExperimentalWarning`;
process.env.CALLSPAN_TEST_HOST = url;
process.env.CALLSPAN_TEST_HOST_COMMAND = `${node} "${fileURLToPath(new URL('builtInHost.ts', import.meta.url))}" ${port}`;

const app = startApp();

it('the tests run on the host at CALLSPAN_TEST_HOST, which CALLSPAN_TEST_HOST_COMMAND starts, and end it', async () => {
  const answer = await fetch(`${url}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(campingRequest),
  });
  expect([answer.status, (await bodyOf(answer)).model]).toEqual([200, 'gpt-4o']);
  expect(app.stack.app).toBe(url);
  const functions = app.stack.host?.functions ?? [];
  expect(functions.map(({ name }) => name)).toContain('inferenceQueue');
  expect(functions.find(({ name }) => name === 'getJob')?.route).toBe('v1/jobs/{id}');

  // Its telemetry arrives here, the last of it when the host ends.
  await app.stack.host?.stop();
  const session = answer.headers.get('x-request-id') ?? '';
  expect((await app.rows('traces', session)).length).toBe(1);
  await expect(fetch(`${url}/api/health`)).rejects.toThrow();
});
