import { createServer } from 'node:http';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { blocks, runBlock } from './blocks.ts';

let calls = 0;
const failing = createServer((_request, response) => {
  calls += 1;
  response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"x"}}');
});
const port = await listen(failing, 0);
afterAll(() => failing.close());
beforeEach(() => {
  calls = 0;
});

describe.skipIf(!inject('clients'))('docs/clients.md: no client adds retries of its own', () => {
  it.each(blocks)('%s', async (_client, block) => {
    await expect(runBlock(block, port)).rejects.toThrow();
    expect(calls).toBe(1);
  });
});
