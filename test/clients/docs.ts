import { createServer, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { app, model } from './apps.ts';
import { blocks, runBlock } from './blocks.ts';

// Stands before the app, as Azure does: it sees the keys.
const seen: IncomingMessage[] = [];
const front = createServer((incoming, outgoing) => {
  seen.push(incoming);
  const { method = '', headers, url = '' } = incoming;
  const passed = request(`${app.stack.app}${url}`, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  incoming.pipe(passed);
});
const port = await listen(front, 0);
afterAll(() => front.close());

describe('docs/clients.md', () => {
  beforeEach(() => {
    model.replies.length = 0;
    seen.length = 0;
  });

  it('has its blocks', () => {
    expect(blocks).toHaveLength(12);
  });

  it.each(blocks)('%s: prints the answer, with the key', async (_client, block) => {
    expect(await runBlock(block, port)).toBe('Pack a tent.\n');
    expect(seen.map(({ headers }) => headers['x-functions-key'])).toEqual(['the key']);
  });
});
