import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen } from '../../../../local/process/listen.ts';
import { callerOf, watchCaller } from '../../../../src/functions/http/caller.ts';

const server = createServer();
let port = 0;
beforeAll(async () => {
  port = await listen(server, 0);
});
afterAll(() => server.close());

/** A request that has reached the worker's own HTTP server, and belongs to an invocation. */
async function arrive(id: string) {
  const headers = { 'content-type': 'application/json' };
  const sent = request({ port, host: '127.0.0.1', method: 'POST', headers });
  sent.on('error', () => {});
  sent.end('{}');
  const [incoming, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  watchCaller(id, incoming, response);
  return { sent, response };
}

it('a caller who leaves before its function runs has left, and sent the headers that it sent', async () => {
  const { sent, response } = await arrive('left-early');
  sent.destroy();
  await once(response, 'close');
  const { headers, left } = callerOf('left-early');
  expect(left.aborted).toBe(true);
  expect(headers['content-type']).toBe('application/json');
});

it('callers who wait for their function are kept, however many', async () => {
  const waiting = [];
  for (let at = 0; at <= 1_000; at += 1) waiting.push(await arrive(`waits-${at}`));
  expect(callerOf('waits-0').headers['content-type']).toBe('application/json');
  for (const { sent, response } of waiting) {
    response.end();
    sent.destroy();
    await once(response, 'close');
  }
});

it('callers whose function never runs are not kept for ever', async () => {
  for (let at = 0; at <= 1_000; at += 1) {
    const { sent, response } = await arrive(`unasked-${at}`);
    response.end();
    await once(response, 'close');
    sent.destroy();
  }
  expect(callerOf('unasked-0').headers).toEqual({});
  expect(callerOf('unasked-1000').headers).not.toEqual({});
});
