import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Reads and writes as azd's source does (joho/godotenv 1.5.1), and notes each call. */
const program = `#!${process.execPath}
const { readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const [, , ...args] = process.argv;
const state = join(__dirname, 'state.json');
const { values, calls, code } = JSON.parse(readFileSync(state, 'utf8'));
const file = args[args.indexOf('--file') + 1];
const isSet = args.slice(0, 2).join(' ') === 'env set';
calls.push({ args, ...(isSet && { mode: statSync(file).mode & 0o777 }) });
if (isSet) {
  for (const [, name, raw] of readFileSync(file, 'utf8').matchAll(/^(\\w+)='([^']*)'$/gm)) values[name] = raw;
} else {
  for (const [name, value] of Object.entries(values)) {
    console.log(name + '="' + value.replace(/[\\\\"!$\`]/g, '\\\\$&') + '"');
  }
}
console.error('canary');
writeFileSync(state, JSON.stringify({ values, calls, code }));
process.exitCode = code;
`;

interface State {
  readonly values: Record<string, string>;
  readonly calls: readonly { readonly args: readonly string[]; readonly mode?: number }[];
  readonly code: number;
}

/** An azd with one environment, for one test. */
export function fakeAzd(values: Record<string, string> = {}, code = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'callspan-azd-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const state = join(folder, 'state.json');
  writeFileSync(state, JSON.stringify({ values, calls: [], code } satisfies State));
  const file = join(folder, 'azd');
  writeFileSync(file, program);
  chmodSync(file, 0o755);
  const read = (): State => JSON.parse(readFileSync(state, 'utf8'));
  return {
    /** Its folder, for PATH. */
    folder,
    command: [process.execPath, file],
    values: () => read().values,
    calls: () => read().calls,
  };
}
