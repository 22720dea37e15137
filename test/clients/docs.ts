import { createServer, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { app, clientKey, keyed, model } from './apps.ts';
import { blocks, runBlock, takesApiKey, withApiKey } from './blocks.ts';

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

  const apiKey = { CALLSPAN_KEY: '', CALLSPAN_API_KEY: clientKey };
  const portOf = () => Number(new URL(`${keyed.stack.app}`).port);

  it.each(blocks)(
    '%s: prints the answer, with a key of a caller in its own field',
    async (_client, block) => {
      const changed = takesApiKey(block) ? block : withApiKey(block);
      expect(changed).not.toMatch(/x-functions-key|unused|CALLSPAN_KEY/);
      expect(await runBlock(changed, portOf(), apiKey)).toBe('Pack a tent.\n');
    },
  );

  it('as it is printed, a block takes the key of a caller where a function key goes', async () => {
    const [, block = ''] = blocks[0] ?? [];
    expect(await runBlock(block, portOf(), { CALLSPAN_KEY: clientKey })).toBe('Pack a tent.\n');
  });

  it('with a wrong key a client throws its own error of a wrong key', async () => {
    const [, block = ''] = blocks[0] ?? [];
    const thrown: Error = await runBlock(withApiKey(block), portOf(), {
      CALLSPAN_API_KEY: 'csk_wrong',
    }).catch((error) => error);
    expect(thrown.message).toMatch(/AuthenticationError: 401 Incorrect API key provided/);
    expect(thrown.message).toContain("code: 'invalid_api_key'");
  });
});
