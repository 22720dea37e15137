import { readBenchmarks } from '../bench/harness/benchmarks.ts';
import { runAll } from '../bench/harness/runAll.ts';
import { runBenchmark } from '../bench/harness/runBenchmark.ts';
import { toMarkdown } from '../bench/harness/toMarkdown.ts';
import { allMet } from '../bench/harness/verdict.ts';

// npm run bench -- NAME [TURNS]: runs one benchmark of bench/ and prints its tables. `all` runs all and writes them into
// docs/benchmarks.md. Anything else lists them.

const [name = '', turns, ...more] = process.argv.slice(2);
const benchmarks = await readBenchmarks();
const isCount = turns === undefined || /^[1-9]\d*$/.test(turns);

if (name === 'all' && turns === undefined) {
  process.exitCode = (await runAll(benchmarks)) ? 0 : 1;
} else if (benchmarks.has(name) && isCount && more.length === 0) {
  const tables = await runBenchmark(name, turns === undefined ? undefined : Number(turns)).catch(
    ({ message }) => console.error(message),
  );
  console.log((tables ?? []).map(toMarkdown).join('\n\n'));
  process.exitCode = tables && allMet(tables) ? 0 : 1;
} else {
  list();
  process.exitCode = 2;
}

function list(): void {
  const rest = [...benchmarks.values()].filter(({ apart }) => !apart);
  const minutes = rest.reduce((sum, benchmark) => sum + benchmark.minutes, 0);
  console.log(
    'npm run bench -- NAME, with fewer or more turns by a number after it. NAME is one of\n',
  );
  console.log(toLine('all', minutes, 'all but soak, one after another, into docs/benchmarks.md'));
  for (const [name, benchmark] of benchmarks) {
    console.log(toLine(name, benchmark.minutes, benchmark.measures));
  }
  console.log('\nCPU and memory of a worker are read from /proc: most of them need Linux.');
}

function toLine(name: string, minutes: number, measures: string): string {
  return `  ${name.padEnd(15)} ${`${minutes}`.padStart(4)} min  ${measures}`;
}
