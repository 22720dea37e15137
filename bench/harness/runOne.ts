import type { Benchmark } from './benchmark.ts';

// One benchmark in a process of its own, so that what it leaves behind slows no other and its fault ends no other. It tells
// its parent the tables.

process.on('disconnect', () => process.exit(1));
const [name = '', turns] = process.argv.slice(2);
const module = new URL(`../${name}.ts`, import.meta.url).href;
const { benchmark } = (await import(module)) as { benchmark: Benchmark };
const tables = await benchmark.run(turns === undefined ? benchmark.turns : Number(turns));
process.send?.(tables, () => process.exit());
