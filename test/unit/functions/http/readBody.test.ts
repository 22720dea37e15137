import type { HttpRequest } from '@azure/functions';
import { expect, it } from 'vitest';
import { callerOf } from '../../../../src/functions/http/caller.ts';
import { readBody } from '../../../../src/functions/http/readBody.ts';

function read(encoding: string | undefined) {
  const headers = {
    'content-type': 'application/json',
    ...(encoding !== undefined && { 'content-encoding': encoding }),
  };
  const body = [Buffer.from('{}')] as unknown as HttpRequest['body']; // all that is read of it
  return readBody({ body } as HttpRequest, { ...callerOf(''), headers });
}

it.each([
  ['gzip', 'gzip'],
  ['BR', 'br'],
  ['zstd', 'zstd'],
  ['x-gzip', 'x-gzip'],
])('a body in %s is refused by the name of its encoding', async (encoding, named) => {
  await expect(read(encoding)).rejects.toMatchObject({
    code: 'unsupported_media_type',
    message: expect.stringContaining(` ${named}`),
  });
});

it('of an encoding that nobody knows no word is repeated', async () => {
  const refusal = await read('canary').catch((thrown) => thrown);
  expect(refusal).toMatchObject({ code: 'unsupported_media_type' });
  expect(refusal.message).not.toContain('canary');
});

it.each([undefined, '', 'identity', 'Identity'])('the encoding %s is none', async (encoding) => {
  expect(String(await read(encoding))).toBe('{}');
});
