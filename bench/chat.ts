import { build } from '../scripts/build.ts';
import { installPackages } from '../scripts/installPackages.ts';
import type { Benchmark } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { asCount, inMicroseconds } from './harness/texts.ts';
import { askHandlers } from './parties/askHandlers.ts';
import { cpuOf, perSecondOf, workerOf } from './parties/figuresOf.ts';
import { missingColumns, missingSpans } from './parties/missingSpans.ts';
import { startOurs } from './parties/startOurs.ts';
import { startPortkey } from './parties/startPeer.ts';
import { settleMs, withParts } from './parties/withParts.ts';

const load = { count: 4_000, stream: false };

/** One answer of a model of 0 ms. */
export const benchmark: Benchmark = {
  measures: 'one whole answer: CPU and answers a second, against Portkey without tracing',
  minutes: 2.5,
  turns: 7,
  async run(turns) {
    installPackages('bench/peers');
    await build();
    return withParts(async (start) => {
      const { model, ingestion, host, handlers } = await startOurs(start);
      const portkey = await start(startPortkey(model.ready.url));
      const parties = {
        portkey: () => portkey.turn(load, 0),
        host: () => host.turn(load, settleMs),
        handlers: () => askHandlers(handlers, load.count),
      };
      await takeTurns('warming up', 2, parties);
      const { of, reference } = await takeTurns('chat', turns, parties);
      const { spans } = await ingestion.run({});
      const calls = 2 * (turns + 2) * load.count + 1; // the first call of the handlers loads the rest
      const cpu = cpuOf(of.portkey);
      const perSecond = perSecondOf(of.portkey);
      return [
        {
          title: 'One answer; theirs is Portkey',
          columns: comparedColumns,
          reference,
          rows: [
            compared('CPU, handlers alone', cpuOf(of.handlers), cpu, inMicroseconds, {
              atMost: 0.36,
            }),
            compared('CPU, worker alone', workerOf(of.host), cpu, inMicroseconds),
            compared('CPU, host and worker', cpuOf(of.host), cpu, inMicroseconds),
            compared('a second, handlers alone', perSecondOf(of.handlers), perSecond, asCount, {
              atLeast: 2.7,
            }),
            compared('a second, host and worker', perSecondOf(of.host), perSecond, asCount),
          ],
        },
        {
          title: 'Spans of these calls at the ingestion server',
          columns: missingColumns,
          reference: [],
          rows: [missingSpans('host and handlers', 2 * calls, spans)],
        },
      ];
    });
  },
};
