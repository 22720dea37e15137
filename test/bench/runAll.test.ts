import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Benchmark, Table } from '../../bench/harness/benchmark.ts';
import { runAll } from '../../bench/harness/runAll.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callspan-benchmarks-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs three benchmarks, of which one is apart, into a document; gives that, what was said, and whether all was good. */
async function runThree(figure: number, secondFails: boolean) {
  const file = join(folder, 'benchmarks.md');
  const places = ['run', 'first', 'second'].map(
    (name) => `<!-- bench ${name} -->\n<!-- /bench ${name} -->\n`,
  );
  writeFileSync(file, `By hand.\n${places.join('Between.\n')}`);
  const benchmark: Benchmark = { measures: 'a thing', minutes: 1, turns: 1, run: async () => [] };
  const benchmarks = new Map([
    ['second', benchmark],
    ['soak', { ...benchmark, apart: true }],
    ['first', benchmark],
  ]);
  const said: string[] = [];
  const run = async (name: string): Promise<readonly Table[]> => {
    if (name === 'second' && secondFails) throw new Error('no such model');
    const row = { cells: [name], judged: { figure, bound: { atMost: 2 } } };
    return [{ title: name, columns: ['name'], rows: [row], reference: [] }];
  };
  const isGood = await runAll(benchmarks, {
    document: pathToFileURL(file),
    run,
    say: (text) => said.push(text),
  });
  return { isGood, said: said.join('\n'), document: readFileSync(file, 'utf8') };
}

it('all benchmarks write their tables between what is written by hand, with the machine and the time it took', async () => {
  const { isGood, said, document } = await runThree(2, false);
  expect(isGood).toBe(true);
  expect(said).toMatch(/\nAll took \d+\.\d minutes\.$/);
  const place = (name: string, text: string) =>
    `<!-- bench ${name} -->\n\n${text}\n\n<!-- /bench ${name} -->\n`;
  const table = (name: string) => expect.stringContaining(place(name, toTable(name)));
  expect(document).toEqual(table('first'));
  expect(document).toEqual(table('second'));
  expect(document).toMatch(
    /^By hand\.\n<!-- bench run -->\n\nRun of \d{4}-\d\d-\d\d: Node [\d.]+, .* \d+ cores, /,
  );
  expect(document.match(/Between\./g)).toHaveLength(2);
});

function toTable(name: string): string {
  const width = name.length;
  const line = (cell: string) => `| ${cell.padEnd(width)} | ≤ 2   | met |`;
  const head = `| ${'name'.padEnd(width)} | bound |     |\n| ${'-'.repeat(width)} | ----- | --- |`;
  return `**${name}**\n\n${head}\n${line(name)}`;
}

it('one that fails is named, and the others go on', async () => {
  const { isGood, said, document } = await runThree(2, true);
  expect(isGood).toBe(false);
  expect(said).toContain('no such model');
  expect(said).toContain('Failed: second');
  expect(document).toContain(`\n${toTable('first')}\n`);
  expect(document).toContain('<!-- bench second -->\n\nIt failed in this run.\n');
});

it('a promise that is not kept makes the whole run not good', async () => {
  const { isGood, document } = await runThree(2.1, false);
  expect(isGood).toBe(false);
  expect(document).toContain('not met');
});
