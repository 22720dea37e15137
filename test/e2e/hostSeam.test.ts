import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bodyOf, campingRequest, startApp } from './startApp.ts';

// The built-in host as an unknown command, as `func start` would be.
const node = `"${process.execPath}" --experimental-strip-types --disable-warning=ExperimentalWarning`;
process.env.CALLSPAN_TEST_HOST = 'http://127.0.0.1:{port}';
process.env.CALLSPAN_TEST_HOST_COMMAND = `${node} "${fileURLToPath(new URL('builtInHost.ts', import.meta.url))}" {port}`;

const app = startApp();

it('the tests run on the host at CALLSPAN_TEST_HOST, which CALLSPAN_TEST_HOST_COMMAND starts, and end it', async () => {
  const { app: url, host } = app.stack;
  const answer = await fetch(`${url}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(campingRequest),
  });
  expect([answer.status, (await bodyOf(answer)).model]).toEqual([200, 'gpt-4o']);
  expect(host?.workerPid()).toBeUndefined(); // it is not the tests' own host
  const functions = host?.functions ?? [];
  expect(functions.map(({ name }) => name)).toContain('inferenceQueue');
  expect(functions.find(({ name }) => name === 'getJob')?.route).toBe('v1/jobs/{id}');

  // Its telemetry arrives here, the last rows when the host ends.
  await host?.stop();
  const session = answer.headers.get('x-request-id') ?? '';
  expect((await app.rows('traces', session)).length).toBe(1);
  await expect(fetch(`${url}/api/health`)).rejects.toThrow();
});
