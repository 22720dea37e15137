import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../scripts/build.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { progress } from './harness/progress.ts';
import { asCount } from './harness/texts.ts';
import { missingColumns, missingSpans } from './parties/missingSpans.ts';
import type { Handlers } from './parties/startHandlers.ts';
import { withIngestion } from './parties/withIngestion.ts';

const seconds = 15;

/** Spans that a full queue, a slow endpoint or a shutdown could lose, counted at the ingestion server. */
export const benchmark: Benchmark = {
  measures: 'spans that are lost: in bursts, with a slow ingestion endpoint, at shutdown',
  minutes: 1,
  turns: 1,
  async run(turns) {
    await build();
    const rows: Row[] = [];
    for (let turn = 1; turn <= turns; turn++) {
      rows.push(
        await spans('burst of 10,000 invocations', 0, 20_000, ({ run }) =>
          run({ do: 'spans', count: 20_000 }),
        ),
        await spans(
          `4,000 a second for ${seconds} s, ingestion takes 200 ms`,
          200,
          4_000 * seconds,
          ({ run }) => run({ do: 'spans', count: 4_000 * seconds, perSecond: 4_000 }),
        ),
        await spans('just one batch in flight at shutdown', 500, 2_048, async ({ run }) => {
          await sleep(1_000); // the first invocation's spans are away
          await run({ do: 'spans', count: 2_048 });
        }),
        await sessions(),
      );
    }
    const title = 'Counted at the ingestion server after the shutdown';
    return [{ title, columns: missingColumns, rows, reference: [] }];
  },
};

function spans(
  what: string,
  delayMs: number,
  count: number,
  make: (handlers: Handlers) => Promise<unknown>,
): Promise<Row> {
  progress(`losses: ${what}`);
  return withIngestion({ delayMs, settings: { OTEL_BSP_SCHEDULE_DELAY: '100' } }, async (app) => {
    await make(app.handlers);
    await app.handlers.run({ do: 'terminate' });
    const first = 2; // of the invocation that loads the rest
    return missingSpans(what, count + first, app.seen.spans);
  });
}

function sessions(): Promise<Row> {
  const what = `100 invocations a second for ${seconds} s: sessions`;
  progress(`losses: ${what}`);
  return withIngestion({}, async ({ handlers, seen }) => {
    const { calls } = await handlers.run({ do: 'pace', perSecond: 100, seconds });
    await handlers.run({ do: 'terminate' });
    const figure = calls - seen.sessions.size;
    return {
      cells: [what, asCount(calls), asCount(figure)],
      judged: { figure, bound: { atMost: 0 } },
    };
  });
}
