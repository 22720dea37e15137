import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEngine } from '../../insights/kql/engine.ts';
import { openStore } from '../../insights/store/store.ts';
import type { Table } from '../harness/benchmark.ts';
import { progress } from '../harness/progress.ts';
import { timeReference } from '../harness/reference.ts';
import { median } from '../harness/statistics.ts';
import { inMs } from '../harness/texts.ts';
import { withReceiverOf } from '../insights/withReceiver.ts';

const query =
  'dependencies | where timestamp > ago(1d) | summarize count(), percentile(duration, 95) by name';
const scan =
  'dependencies | summarize count() by tostring(customDimensions["app.outcome"]), bin(timestamp, 1h)';
const restarts = 10;
const openMs = 3_000;
/** In which an engine collects its garbage. */
const restMs = 1_500;

/** How long the first answer takes, cold and after a page was open for 3 s; what the process holds, and what is left when it is gone. */
export async function measureProcess(file: string, now: number, turns: number): Promise<Table> {
  const reference = [timeReference()];
  const cold: number[] = [];
  const warmed: number[] = [];
  const held: number[] = [];
  const own: number[] = [];
  const store = openStore(file, { ms: 1e12, rows: 1e9 });
  for (let turn = 0; turn < Math.max(turns, restarts); turn++) {
    progress(`kql: start ${turn + 1}`);
    const engine = createEngine(store);
    const isWarmed = turn % 2 === 1;
    if (isWarmed) {
      engine.warm();
      await sleep(openMs);
    }
    const begin = performance.now();
    await engine.run({ query, now });
    (isWarmed ? warmed : cold).push(performance.now() - begin);
    await engine.run({ query: scan, now });
    await sleep(restMs);
    held.push(await residentOfChild(process.pid));
    await engine.stop();
    own.push(process.memoryUsage.rss() / 1024 / 1024);
  }
  store.close();
  const whole = await withReceiverOf(file, async ({ url, status }) => {
    for (let scans = 0; scans < 3; scans++) await post(url, scan);
    await sleep(restMs);
    const { pid, residentMiB } = await status();
    return [residentMiB, await residentOfChild(pid)] as const;
  });
  const [receiver, engine] = whole;
  progress('');
  reference.push(timeReference());
  const mebibytes = (values: readonly number[]) =>
    values.map((value) => value.toFixed(0)).join(', ');
  const grown = (own.at(-1) ?? Number.NaN) / (own[1] ?? Number.NaN);
  const at = (figure: number, atMost: number) => ({ judged: { figure, bound: { atMost } } });
  return {
    title: 'The engine’s process',
    columns: ['', 'measured'],
    reference,
    rows: [
      { cells: ['first query, median', inMs(median(cold))], ...at(median(cold), 3_000) },
      {
        cells: ['first query of a page open for 3 s', inMs(median(warmed))],
        ...at(median(warmed), 300),
      },
      { cells: ['resident after a scan, MiB', mebibytes(held)] },
      {
        cells: ['a receiver and its engine after three scans, MiB', mebibytes(whole)],
        ...at(receiver + engine, 350),
      },
      { cells: ['resident of its parent after each end, MiB', mebibytes(own)] },
      { cells: ['the last of these / the second', grown.toFixed(2)], ...at(grown, 1.15) },
    ],
  };
}

async function post(url: string, query: string): Promise<void> {
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  if (!response.ok) throw new Error(`The query was answered with ${response.status}.`);
  await response.arrayBuffer();
}

/** Of the one process that another has started, in MiB; from /proc. */
async function residentOfChild(parent: number): Promise<number> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  const [child] = children.trim().split(/\s+/);
  const status = await readFile(`/proc/${child}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}
