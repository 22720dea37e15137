import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../local/stack/root.ts';

const run = promisify(execFile);
const page = readFileSync(join(root, 'docs/clients.md'), 'utf8');

/** The blocks that docs/clients.md promises to run, each by its first line. */
export const blocks = [...page.matchAll(/^```js\n(.*?)^```$/gms)].map(
  ([, block = '']) => [block.slice(0, block.indexOf(';')), block] as const,
);

/** Runs a block as it is printed, but for the port, with the key `the key`; gives what it printed. Rejects when it fails. */
export async function runBlock(block: string, port: number): Promise<string> {
  const here = block.replaceAll('127.0.0.1:7071', `127.0.0.1:${port}`);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', here], {
    cwd: import.meta.dirname,
    env: { ...process.env, CALLSPAN_KEY: 'the key' },
  });
  return stdout;
}
