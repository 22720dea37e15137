import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOpenApi } from '../../scripts/openapi.ts';
import { bothWays } from './bothWays.ts';

const packages = join(import.meta.dirname, 'node_modules');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callspan-types-'));
  await symlink(packages, join(folder, 'node_modules'), 'junction');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a package's command in the folder, and gives what it printed when it failed. */
function complaints(file: string, ...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(packages, file), ...args],
      { cwd: folder },
      (error, out, err) => resolve(error === null ? '' : `${out}${err}` || error.message),
    );
  });
}

/** Compiler's complaints about `program`, beside the types that the generator makes of a document. */
async function compile(document: unknown, program: string): Promise<string> {
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
  await writeFile(join(folder, 'bothWays.ts'), program);
  const generator = 'openapi-typescript/bin/cli.js';
  const generated = await complaints(generator, 'openapi.json', '-o', 'openapi.d.ts');
  const options = ['--strict', '--noEmit', '--skipLibCheck', '--allowImportingTsExtensions'];
  const kind = ['--module', 'nodenext', '--target', 'es2022'];
  return generated || complaints('typescript/bin/tsc', ...options, ...kind, 'bothWays.ts');
}

it.skipIf(!existsSync(packages))(
  'types made of the document stand for those of openai, and the other way round',
  async () => {
    expect(await compile(createOpenApi('1.0.0'), bothWays)).toBe('');
  },
);
