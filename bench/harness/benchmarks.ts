import { readdir } from 'node:fs/promises';
import type { Benchmark } from './benchmark.ts';

const folder = new URL('../', import.meta.url);

/** Every benchmark by its name: the files of bench/ itself, whose helpers are in its folders. */
export async function readBenchmarks(): Promise<ReadonlyMap<string, Benchmark>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  const found = new Map<string, Benchmark>();
  for (const file of files) {
    const { benchmark } = (await import(new URL(file, folder).href)) as { benchmark: Benchmark };
    found.set(file.slice(0, -'.ts'.length), benchmark);
  }
  return found;
}
