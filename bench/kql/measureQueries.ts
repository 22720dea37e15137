import { createEngine } from '../../insights/kql/engine.ts';
import { runQuery } from '../../insights/kql/runQuery.ts';
import type { Question } from '../../insights/kql/scan/readTable.ts';
import { openFile } from '../../insights/kql/sources.ts';
import { openStore } from '../../insights/store/store.ts';
import type { Table } from '../harness/benchmark.ts';
import { progress } from '../harness/progress.ts';
import { timeReference } from '../harness/reference.ts';
import { median, quantile } from '../harness/statistics.ts';
import { asCount, inMs } from '../harness/texts.ts';
import { type AskedQuery, questions } from './questions.ts';

/** What is promised of the times over all queries, in ms. */
export interface Promised {
  readonly median?: number;
  readonly p90?: number;
  readonly slowest?: number;
}

/** Asks every query in turns with a plain fetch, by SQLite, of the columns and rows that it reads. */
export async function measureQueries(
  { file, rows, now }: { file: string; rows: number; now: number },
  turns: number,
  promised: Promised,
): Promise<Table> {
  const store = openStore(file, { ms: 1e12, rows: 1e9 });
  const engine = createEngine(store, { withinMs: 60_000 });
  const reference = [timeReference()];
  const found: { name: string; ms: number; fetchMs: number }[] = [];
  try {
    for (const [at, asked] of questions.entries()) {
      progress(`kql: ${asCount(rows)} rows, ${asked.name}`);
      const plain = plainFetch(file, asked, now);
      const times: number[] = [];
      const fetches: number[] = [];
      for (let turn = 0; turn <= turns; turn++) {
        fetches.push(plain());
        const begin = performance.now();
        const outcome = await engine.run({
          query: asked.query,
          now,
          timespan: timespanOf(asked, now),
        });
        times.push(performance.now() - begin);
        if ('fault' in outcome) throw new Error(`${asked.name}: ${outcome.fault.error}`);
      }
      // The first of each is read from the disk, and its text for the first time.
      found.push({
        name: asked.name,
        ms: median(times.slice(1)),
        fetchMs: median(fetches.slice(1)),
      });
      if (at % 8 === 0) reference.push(timeReference());
    }
  } finally {
    await engine.stop();
    store.close();
    progress('');
  }
  const all = found.map(({ ms }) => ms);
  const slowest = found.toSorted((a, b) => b.ms - a.ms);
  const judged = (figure: number, atMost: number | undefined) =>
    atMost === undefined ? {} : { judged: { figure, bound: { atMost, unit: 'ms' } } };
  const line = (name: string, ms: number, atMost?: number) => ({
    cells: [name, inMs(ms), '', ''],
    ...judged(ms, atMost),
  });
  return {
    title: `${found.length} queries over ${asCount(rows)} rows, from the question to its JSON`,
    columns: ['', 'took', 'plain fetch', 'ratio'],
    reference,
    rows: [
      line('median', median(all), promised.median),
      line('90 of 100 within', quantile(all, 0.9), promised.p90),
      line('slowest', Math.max(...all), promised.slowest),
      ...slowest.slice(0, 8).map(({ name, ms, fetchMs }) => ({
        cells: [name, inMs(ms), inMs(fetchMs), (ms / fetchMs).toFixed(1)],
      })),
      {
        cells: [
          'median of all ratios',
          '',
          '',
          median(found.map(({ ms, fetchMs }) => ms / fetchMs)).toFixed(1),
        ],
      },
    ],
  };
}

function timespanOf({ backMs }: AskedQuery, now: number) {
  return backMs === undefined ? {} : { from: now - backMs };
}

/** What SQLite alone takes for what a query asks it, with every row read and none kept. */
function plainFetch(file: string, asked: AskedQuery, now: number): () => number {
  const asks: Question[] = [];
  const source = openFile(file);
  const read = (question: Question) => {
    asks.push(question);
    return source.read(question);
  };
  runQuery({ ...asked, now, withinMs: 60_000, timespan: timespanOf(asked, now), source: { read } });
  source.close();
  return () => {
    const begin = performance.now();
    const fresh = openFile(file);
    for (const question of asks) for (const _ of fresh.read(question));
    fresh.close();
    return performance.now() - begin;
  };
}
