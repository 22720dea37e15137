import type { Row, Table } from '../harness/benchmark.ts';
import { progress } from '../harness/progress.ts';
import { timeReference } from '../harness/reference.ts';
import { median } from '../harness/statistics.ts';
import { inMs } from '../harness/texts.ts';
import type { Receiver } from './withReceiver.ts';

interface List {
  readonly items: readonly { readonly operation_Id: string; readonly session_Id: string }[];
  readonly next: string;
}

const promised = { atMost: 50, unit: 'ms' };

/** How long a full receiver takes for what its pages ask. */
export async function measurePages({ url }: Receiver, turns: number): Promise<Table> {
  const get = async (path: string) => (await fetch(url + path)).json() as Promise<List>;
  const { items, next } = await get('/api/operations');
  const [from, to] = [Date.now() - 3_600_000, Date.now()].map((ms) => new Date(ms).toISOString());
  const paths = {
    'the list': '/api/operations',
    'the list, further down': `/api/operations?before=${encodeURIComponent(next)}`,
    'the list, failed ones': '/api/operations?outcome=failed',
    'the list, by session': `/api/operations?q=${items[50]?.session_Id}`,
    'a call': `/api/operations/${items[50]?.operation_Id}`,
    'the list, a text that none has': `/api/operations?q=nowhere&from=${from}`,
    'the summary of an hour': `/api/summary?from=${from}`,
    'an hour of overview': `/api/stats?from=${from}&to=${to}`,
    health: '/api/health',
  };
  const quick = Object.keys(paths).slice(0, 5);
  const reference = [timeReference()];
  const rows: Row[] = [];
  for (const [what, path] of Object.entries(paths)) {
    progress(`insights: ${what}`);
    const times: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const begin = performance.now();
      await get(path);
      times.push(performance.now() - begin);
    }
    const figure = median(times);
    const judged = quick.includes(what) ? { judged: { figure, bound: promised } } : {};
    rows.push({ cells: [what, inMs(figure)], ...judged });
    reference.push(timeReference());
  }
  progress('');
  return { title: 'With a million rows', columns: ['asked for', 'time'], rows, reference };
}
