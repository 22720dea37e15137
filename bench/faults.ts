import { build } from '../scripts/build.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { median } from './harness/statistics.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMs } from './harness/texts.ts';
import type { Report } from './parties/startHandlers.ts';
import type { Mode } from './parties/startIngestion.ts';
import { withIngestion } from './parties/withIngestion.ts';

interface Turn {
  readonly paced: Report;
  readonly end: Report;
}

/** A flush may take 3 s, and responses 0.1 s to leave. */
const mostEndMs = 3_150;

/** What a failing ingestion endpoint does to invocations: 200 a second for 2 s. */
export const benchmark: Benchmark = {
  measures: 'a failing ingestion endpoint: what it adds to p99, and to the shutdown',
  minutes: 1.5,
  turns: 3,
  async run(turns) {
    await build();
    const { of, reference } = await takeTurns('faults', turns, {
      'takes all': () => takeTurn('ok'),
      'refuses connections': () => takeTurn('refused'),
      hangs: () => takeTurn('hang'),
      'answers 429, Retry-After 3600': () => takeTurn('429'),
      'answers 500': () => takeTurn('500'),
      'answers 206, half of the items': () => takeTurn('206'),
    });
    const healthy = of['takes all'];
    const entries = Object.entries(of);
    const ends = entries.flatMap(([, turns]) => turns.map(({ end }) => end));
    const different = new Set(ends.map(({ answers }) => `${answers}`)).size - 1;
    const unhandled = ends.reduce((sum, end) => sum + end.unhandled, 0);
    return [
      {
        title: 'Added to p99 of 200 invocations a second',
        columns: ['endpoint', 'p99', 'added'],
        rows: entries.map(([what, turns]) => addedRow(what, turns, healthy)),
        reference,
      },
      {
        title: 'The longest shutdown',
        columns: ['endpoint', 'whole shutdown'],
        rows: entries.map(([what, turns]): Row => {
          const figure = Math.max(...turns.map(({ end }) => end.tookMs));
          return {
            cells: [what, inMs(figure)],
            judged: { figure, bound: { atMost: mostEndMs, unit: 'ms' } },
          };
        }),
        reference,
      },
      {
        title: 'Of all these invocations',
        columns: ['', 'count'],
        rows: [countRow('answers that differ', different), countRow('unhandled', unhandled)],
        reference: [],
      },
    ];
  },
};

function takeTurn(mode: Mode): Promise<Turn> {
  return withIngestion({ mode, settings: { OTEL_BSP_SCHEDULE_DELAY: '500' } }, async (app) => {
    const { run } = app.handlers;
    await run({ do: 'invoke', count: 500, concurrency: 16 });
    const paced = await run({ do: 'pace', perSecond: 200, seconds: 2 });
    return { paced, end: await run({ do: 'terminate' }) };
  });
}

function addedRow(what: string, turns: readonly Turn[], healthy: readonly Turn[]): Row {
  const p99 = turns.map(({ paced }) => paced.p99Ms);
  if (turns === healthy) return { cells: [what, inMs(median(p99)), ''] };
  const figure = median(p99.map((ms, at) => ms - (healthy[at]?.paced.p99Ms ?? Number.NaN)));
  return {
    cells: [what, inMs(median(p99)), inMs(figure)],
    judged: { figure, bound: { atMost: 1, unit: 'ms' } },
  };
}

function countRow(what: string, figure: number): Row {
  return { cells: [what, `${figure}`], judged: { figure, bound: { atMost: 0 } } };
}
