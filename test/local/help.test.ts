import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

it.each([
  'start',
  'services',
  'ask',
  'alerts',
  'query',
  'replay',
  'callers',
  'verify',
  'verify:azd',
  'insights',
])('npm run %s -- --help prints its flags and ends with 0', async (name) => {
  const args = `${scripts[name]}`.split(' ').slice(1);
  const ended = await new Promise((resolve) => {
    const child = execFile(process.execPath, [...args, '--help'], { cwd: root }, (_, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
  });
  expect(ended).toEqual({ code: 0, err: '', out: expect.stringMatching(/--[a-z]/) });
});
