import { build } from '../scripts/build.ts';
import { installPackages } from '../scripts/installPackages.ts';
import type { Benchmark } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMicroseconds } from './harness/texts.ts';
import { askHandlers } from './parties/askHandlers.ts';
import { cpuOf, workerOf } from './parties/figuresOf.ts';
import { startOurs } from './parties/startOurs.ts';
import { startPipe, startPortkey } from './parties/startPeer.ts';
import { settleMs, withParts } from './parties/withParts.ts';

const load = { count: 300, stream: true };
const warmUps = 4;

/** A stream of 100 chunks, as fast as it goes. */
export const benchmark: Benchmark = {
  measures: 'a stream of 100 chunks: CPU, against a bare node:http pipe and Portkey',
  minutes: 1,
  turns: 7,
  async run(turns) {
    installPackages('bench/peers');
    await build();
    return withParts(async (start) => {
      const { model, host, handlers } = await startOurs(start);
      const pipe = await start(startPipe(model.ready.url));
      const portkey = await start(startPortkey(model.ready.url));
      const parties = {
        pipe: () => pipe.turn(load, 0),
        portkey: () => portkey.turn(load, 0),
        host: () => host.turn(load, settleMs),
        handlers: () => askHandlers(handlers, load.count, { stream: true }),
      };
      await takeTurns('warming up', warmUps, parties);
      const { of, reference } = await takeTurns('streams', turns, parties);
      const [ours, worker, whole] = [cpuOf(of.handlers), workerOf(of.host), cpuOf(of.host)];
      const [piped, gateway] = [cpuOf(of.pipe), cpuOf(of.portkey)];
      const row = (
        what: string,
        own: readonly number[],
        theirs: readonly number[],
        most?: number,
      ) =>
        compared(
          what,
          own,
          theirs,
          inMicroseconds,
          most === undefined ? undefined : { atMost: most },
        );
      return [
        {
          title: '100 chunks, CPU',
          columns: comparedColumns,
          reference,
          rows: [
            row('handlers alone / pipe', ours, piped, 0.95),
            row('worker alone / pipe', worker, piped, 1.5),
            row('host and worker / pipe', whole, piped),
            row('handlers alone / Portkey', ours, gateway),
            row('worker alone / Portkey', worker, gateway),
            row('host and worker / Portkey', whole, gateway),
          ],
        },
      ];
    });
  },
};
