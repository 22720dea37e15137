import OpenAI, { AuthenticationError } from 'openai';
import { describe, expect, it } from 'vitest';
import { callersKey, guarded } from './apps.ts';
import { blocks, runBlock, withPlainKey } from './blocks.ts';
import { messages } from './openaiClient.ts';

const port = () => Number(new URL(guarded.stack.app).port);

describe('with CALLERS each client of docs/clients.md needs its plain field for a key alone', () => {
  it.each(blocks)('%s: prints the answer', async (_client, block) => {
    const plain = withPlainKey(block);
    expect(plain).not.toContain('x-functions-key');
    expect(await runBlock(plain, port(), callersKey)).toBe('Pack a tent.\n');
  });

  it('openai knows a refused key by its class, and does not try again', async () => {
    const client = new OpenAI({ baseURL: `${guarded.stack.app}/api/v1`, apiKey: 'csk_wrong' });
    const asked = client.chat.completions.create({ model: 'gpt-4o', messages });
    const refused = await asked.catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(AuthenticationError);
    expect(refused).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });
});
