import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { chatRequest } from '../../src/inference/request/chatRequest.ts';
import { startApp } from '../e2e/startApp.ts';

const run = promisify(execFile);
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const api = read('docs/api.md');
const app = startApp();

/** The `curl` commands of a page that ask the app, in order. */
function commandsOf(page: string): string[] {
  return [...page.matchAll(/^curl .*?[^\\]$/gms)]
    .map(([command]) => command)
    .filter((command) => command.includes('127.0.0.1:7071'));
}

const curls = ['README.md', 'docs/api.md'].flatMap((file) =>
  commandsOf(read(file)).map((command) => [file, command] as const),
);

it('the pages hold the commands that are tried here', () => {
  expect(curls.filter(([file]) => file === 'README.md').length).toBeGreaterThanOrEqual(1);
  expect(curls.length).toBeGreaterThanOrEqual(8);
});

describe.skipIf(process.platform === 'win32')('curl, as it is written', () => {
  it.each(curls)('%s: %s', async (_file, command) => {
    const here = command.replace('http://127.0.0.1:7071', app.stack.app ?? '');
    const { stdout } = await run('sh', ['-c', `${here} -s -o - -w '\\n%{http_code}'`]);
    expect(stdout).toMatch(/\n20[02]$/);
    if (here.includes('-N')) expect(stdout).toContain('data: [DONE]');
  });
});

describe('docs/api.md', () => {
  it('names every field of a request', () => {
    const table = api.slice(api.indexOf('| field'), api.indexOf('| header sent'));
    const named = [...table.matchAll(/^\| (`[^|]+)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual(Object.keys(chatRequest.shape).sort());
  });
});
