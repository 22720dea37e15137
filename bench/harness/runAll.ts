import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { Benchmark } from './benchmark.ts';
import { putBetween } from './putBetween.ts';
import { runBenchmark } from './runBenchmark.ts';
import { toMarkdown } from './toMarkdown.ts';
import { allMet } from './verdict.ts';

const file = new URL('../../docs/benchmarks.md', import.meta.url);

/**
 * Runs all benchmarks one after another and writes their tables into docs/benchmarks.md. One that fails is named there, and
 * the others go on. Resolves to whether all ran and kept every promise.
 */
export async function runAll(benchmarks: ReadonlyMap<string, Benchmark>): Promise<boolean> {
  const names = [...benchmarks].flatMap(([name, { apart }]) => (apart ? [] : [name]));
  const begin = performance.now();
  const minutes = (since: number) => ((performance.now() - since) / 60_000).toFixed(1);
  const failed: string[] = [];
  let isGood = true;
  for (const [index, name] of names.entries()) {
    console.log(`\n${name} (${index + 1} of ${names.length}): ${benchmarks.get(name)?.measures}\n`);
    const started = performance.now();
    try {
      const tables = await runBenchmark(name);
      isGood &&= allMet(tables);
      const text = tables.map(toMarkdown).join('\n\n');
      console.log(text);
      await put(name, text);
    } catch (error) {
      failed.push(name);
      console.error(error instanceof Error ? error.message : error);
      await put(name, 'It failed in this run.').catch(() => {});
    }
    console.log(`\n${minutes(started)} minutes`);
  }
  await put('run', `${describeMachine()} The whole run took ${minutes(begin)} minutes.`);
  console.log(`\nAll took ${minutes(begin)} minutes.`);
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
  return isGood && failed.length === 0;
}

/** Written after each benchmark, so that a run that is ended early keeps what it has. */
async function put(name: string, text: string): Promise<void> {
  await writeFile(file, putBetween(await readFile(file, 'utf8'), name, text));
}

function describeMachine(): string {
  const day = new Date().toISOString().slice(0, 10);
  const gib = Math.round(totalmem() / 2 ** 30);
  return `Run of ${day}: Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, ${gib} GiB.`;
}
