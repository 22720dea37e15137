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

/** Whether a block is written for a caller's key. */
export const takesApiKey = (block: string) => block.includes('CALLSPAN_API_KEY');

/** A block with the key of a caller in its own field and without the header, as the page says. */
export function withApiKey(block: string): string {
  const key = 'process.env.CALLSPAN_API_KEY';
  const bare = block
    .replace(/^ *configuration: \{ defaultHeaders: .*\},\n/m, '')
    .replace(
      /^ *(defaultHeaders|headers|additionalSessionOptions|credentials): .*'x-functions-key'.*\n/m,
      '',
    );
  const isUnused = /'unused'/.test(bare);
  const given = bare.replace("process.env.CALLSPAN_KEY ?? 'unused'", key).replace("'unused'", key);
  return isUnused ? given : given.replace(/^( *)baseURL: .*\n/m, `$&$1apiKey: ${key},\n`);
}

/** Runs a block as it is printed, but for the port, with the key `the key`; gives what it printed. Rejects when it fails. */
export async function runBlock(
  block: string,
  port: number,
  keys: Record<string, string> = { CALLSPAN_KEY: 'the key' },
): Promise<string> {
  const here = block.replaceAll('127.0.0.1:7071', `127.0.0.1:${port}`);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', here], {
    cwd: import.meta.dirname,
    env: { ...process.env, ...keys },
  });
  return stdout;
}
