import { createServer, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { app, callersKey, guarded, model } from './apps.ts';
import { blocks, runBlock, takesApiKey } from './blocks.ts';

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
    expect(blocks).toHaveLength(13);
  });

  it.each(blocks.filter(([, block]) => !takesApiKey(block)))(
    '%s: prints the answer, with the key',
    async (_client, block) => {
      expect(await runBlock(block, port)).toBe('Pack a tent.\n');
      expect(seen.map(({ headers }) => headers['x-functions-key'])).toEqual(['the key']);
    },
  );

  it('as it is printed, a block takes the key of a caller where a function key goes', async () => {
    const [, block = ''] = blocks[0] ?? [];
    expect(await runBlock(block, Number(new URL(`${guarded.stack.app}`).port), callersKey)).toBe(
      'Pack a tent.\n',
    );
  });
});
