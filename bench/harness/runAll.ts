import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { Benchmark } from './benchmark.ts';
import { putBetween } from './putBetween.ts';
import { runBenchmark } from './runBenchmark.ts';
import { toMarkdown } from './toMarkdown.ts';
import { allMet } from './verdict.ts';

interface Options {
  /** Where the tables are written. */
  readonly document?: URL;
  readonly run?: typeof runBenchmark;
  readonly say?: (text: string) => void;
}

/**
 * Runs all benchmarks one after another and writes their tables into docs/benchmarks.md, each as soon as it is there. One that
 * fails is named there, and the others go on. Resolves to whether all ran and kept every promise.
 */
export async function runAll(
  benchmarks: ReadonlyMap<string, Benchmark>,
  {
    document = new URL('../../docs/benchmarks.md', import.meta.url),
    run = runBenchmark,
    say = console.log,
  }: Options = {},
): Promise<boolean> {
  const put = async (name: string, text: string) =>
    writeFile(document, putBetween(await readFile(document, 'utf8'), name, text));
  const names = [...benchmarks].flatMap(([name, { apart }]) => (apart ? [] : [name]));
  const begin = performance.now();
  const failed: string[] = [];
  let isGood = true;
  for (const [index, name] of names.entries()) {
    const place = `${name} (${index + 1} of ${names.length})`;
    say(`\n${place}: ${benchmarks.get(name)?.measures}\n`);
    const started = performance.now();
    try {
      const tables = await run(name);
      isGood &&= allMet(tables);
      const text = tables.map(toMarkdown).join('\n\n');
      say(text);
      await put(name, text);
    } catch (error) {
      failed.push(name);
      say(error instanceof Error ? error.message : `${error}`);
      await put(name, 'It failed in this run.').catch(() => {});
    }
    say(`\n${minutesSince(started)} minutes`);
  }
  await put('run', `${describeMachine()} The whole run took ${minutesSince(begin)} minutes.`);
  say(`\nAll took ${minutesSince(begin)} minutes.`);
  if (failed.length > 0) say(`Failed: ${failed.join(', ')}`);
  return isGood && failed.length === 0;
}

function minutesSince(begin: number): string {
  return ((performance.now() - begin) / 60_000).toFixed(1);
}

function describeMachine(): string {
  const day = new Date().toISOString().slice(0, 10);
  const gib = Math.round(totalmem() / 2 ** 30);
  return `Run of ${day}: Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, ${gib} GiB.`;
}
