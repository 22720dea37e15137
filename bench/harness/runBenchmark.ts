import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Table } from './benchmark.ts';

/** Runs a benchmark in a process of its own; rejects when it ends without tables. What it writes is shown. */
export async function runBenchmark(name: string, turns?: number): Promise<readonly Table[]> {
  const file = fileURLToPath(new URL('runOne.ts', import.meta.url));
  const child = fork(file, [name, ...(turns === undefined ? [] : [`${turns}`])], {
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced', // JSON has no NaN
  });
  let tables: readonly Table[] | undefined;
  child.on('message', (sent) => {
    tables = sent as readonly Table[];
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (tables === undefined) throw new Error(`${name} ended with code ${code} and found nothing`);
  return tables;
}
