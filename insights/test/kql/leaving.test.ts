import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createEngine, type Engine } from '../../kql/engine.ts';
import { answerQuery } from '../../read/query.ts';
import { openStore } from '../../store/store.ts';

const long =
  'range x from 1 to 400000 step 1 | extend y = strcat(x, "a", x) | summarize count() by y | count';

it('a query that is stopped says so, whether it runs or waits, and the next one runs', async () => {
  const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
  const engine = createEngine(store, { withinMs: 60_000 });
  try {
    await engine.run({ query: 'print 0' });
    const stopping = new AbortController();
    const [running, waiting] = [1, 2].map(() => engine.run({ query: long }, stopping.signal));
    const next = engine.run({ query: 'print 1' });
    await turn();
    stopping.abort();
    const stopped = { fault: { error: 'The query was stopped.', problem: 'limit' } };
    expect(await running).toEqual(stopped);
    expect(await waiting).toEqual(stopped);
    expect(await next).toEqual({ json: expect.stringContaining('PrimaryResult') });
  } finally {
    await engine.stop();
    store.close();
  }
});

it('a query is stopped when its asker leaves', async () => {
  const { promise: left, resolve } = Promise.withResolvers<void>();
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const engine: Engine = {
    run: (_, signal) =>
      new Promise((answer) => {
        begin();
        signal?.addEventListener('abort', () => {
          resolve();
          answer({ json: '{}' });
        });
      }),
    assist: async () => undefined,
    warm() {},
    stop: async () => {},
  };
  const server = createServer(async (request, response) => {
    const { status } = await answerQuery(request, '/api/query', engine);
    response.writeHead(status).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const leave = new AbortController();
  const asked = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"requests"}',
    signal: leave.signal,
  });
  await began;
  leave.abort();
  await expect(asked).rejects.toThrow();
  await left;
  server.close();
});
