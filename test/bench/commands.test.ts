import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBenchmarks } from '../../bench/harness/benchmarks.ts';
import { putBetween } from '../../bench/harness/putBetween.ts';
import { root } from '../../local/stack/root.ts';
import { hangMs } from '../time/hangMs.ts';

function bench(...args: string[]) {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  return spawnSync(process.execPath, [...flags, join(root, 'scripts/bench.ts'), ...args], {
    encoding: 'utf8',
  });
}

describe('npm run bench', () => {
  it.each([
    ['without a name', []],
    ['with a name that there is not', ['api']],
    ['with a number of turns that is none', ['chat', 'often']],
  ])(
    '%s lists every benchmark with what it measures and its minutes, and ends with 2',
    (_, args) => {
      const { status, stdout, stderr } = bench(...args);
      expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
      const names = [...stdout.matchAll(/^ {2}(\w+) +\d+(?:\.\d)? min {2}\S.{20,}$/gm)].map(
        ([, name]) => name,
      );
      const files = readdirSync(join(root, 'bench')).filter((file) => file.endsWith('.ts'));
      expect(names).toEqual(['all', ...files.map((file) => file.slice(0, -3)).sort()]);
      expect(names).toContain('soak');
    },
    hangMs(60_000),
  );
});

it('each benchmark that all runs has its place in docs/benchmarks.md', async () => {
  const document = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8');
  const names = [...(await readBenchmarks())].flatMap(([name, { apart }]) => (apart ? [] : [name]));
  for (const name of ['run', ...names]) {
    expect(putBetween(document, name, `new ${name}`)).toContain(`\n\nnew ${name}\n\n`);
  }
});

it('a table is put in place of the one before, and nothing else changes', () => {
  const document = 'Before.\n\n<!-- bench chat -->\n\nold\n\n<!-- /bench chat -->\n\nAfter.\n';
  const changed = putBetween(document, 'chat', 'new');
  expect(changed).toBe(document.replace('old', 'new'));
  expect(() => putBetween(document, 'soak', 'new')).toThrow('no place for soak');
});
