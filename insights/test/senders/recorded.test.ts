import { readdir } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { start } from '../running.ts';
import { readRecorded, replay } from './replay.ts';
import { type SenderName, senders } from './senders.ts';
import { verify } from './verify.ts';

const names = Object.keys(senders) as SenderName[];
const root = join(import.meta.dirname, '../../..');
const retention = { ms: 100 * 365 * 86_400_000, rows: 1_000_000 };

it.each(names)(
  'what %s sends is counted exactly, and its calls to models are read',
  async (name) => {
    const { url } = await start({ retention });
    const statuses = await replay(url, await readRecorded(name));
    expect(new Set(statuses)).toEqual(new Set([senders[name].protocol === 'grpc' ? 0 : 200]));
    await verify(name, url);
  },
);

it('the recordings are those of the SDKs, and hold no key and nothing of who made them', async () => {
  const files = await readdir(join(import.meta.dirname, 'recorded'));
  expect(files.sort()).toEqual(names.map((name) => `${name}.json`).sort());
  for (const name of names) {
    for (const { bytes, text } of await readRecorded(name)) {
      const body = text ?? Buffer.from(bytes ?? '', 'base64').toString('latin1');
      expect(body).not.toMatch(/bearer|api[-_]?key"|authorization|\/(?:home|Users|root|tmp)\//i);
      for (const mine of [hostname(), homedir(), root]) expect(body).not.toContain(mine);
    }
  }
});
