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

/** Runs a block as it is printed, but for the port, with a key; gives what it printed. Rejects when it fails. */
export async function runBlock(block: string, port: number, key = 'the key'): Promise<string> {
  const here = block.replaceAll('127.0.0.1:7071', `127.0.0.1:${port}`);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', here], {
    cwd: import.meta.dirname,
    env: { ...process.env, CALLSPAN_KEY: key },
  });
  return stdout;
}

/** A block with the key in the client's own field for one, and no header of ours, as the page says to do with `CALLERS`. */
export function withPlainKey(block: string): string {
  const key = 'process.env.CALLSPAN_KEY';
  const header =
    /(?:defaultHeaders|headers): \{\s*'x-functions-key': process\.env\.CALLSPAN_KEY,?\s*\},?|credentials: \{ apiKeyHeaderName: 'x-functions-key' \},?/g;
  return block.includes("'unused'")
    ? block.replace("'unused'", key).replace(header, '')
    : block.replace(header, `apiKey: ${key},`);
}
