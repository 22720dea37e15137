import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { build } from '../../scripts/build.ts';

const app = join(import.meta.dirname, '../../dist/app');
const notices = join(app, 'THIRD_PARTY_NOTICES');
const text = readFileSync(notices, 'utf8');

it('a worker that runs from dist/app finds every file whole while it is built anew', async () => {
  const sizes = () =>
    Object.fromEntries(files.map((name) => [name, statSync(join(app, name)).size]));
  const files = readdirSync(app);
  const whole = JSON.stringify(sizes());
  const seen = new Set<string>();
  writeFileSync(notices, text.replace(/^./, '#')); // what holds the same already is not replaced
  const look = setInterval(() => {
    try {
      seen.add(JSON.stringify(sizes()));
    } catch (error) {
      seen.add(String(error));
    }
  }, 1);
  await build();
  clearInterval(look);
  expect([...seen]).toEqual([whole]);
  expect(readFileSync(notices, 'utf8')).toBe(text);
});

it('a build of the same sources leaves every file as it is, so that kept telemetry still leads to its lines', async () => {
  const times = () => readdirSync(app).map((name) => statSync(join(app, name)).mtimeMs);
  const before = times();
  await build();
  expect(times()).toEqual(before);
});
