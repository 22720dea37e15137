import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { build } from '../../scripts/build.ts';

const app = join(import.meta.dirname, '../../dist/app');

it('a worker that runs from dist/app finds every file whole while it is built anew', async () => {
  const sizes = () =>
    Object.fromEntries(files.map((name) => [name, statSync(join(app, name)).size]));
  const files = readdirSync(app);
  const whole = JSON.stringify(sizes());
  const seen = new Set<string>();
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
});
