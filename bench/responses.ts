import { build } from '../scripts/build.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMicroseconds } from './harness/texts.ts';
import { cpuOf } from './parties/figuresOf.ts';
import { type Load, startServer } from './parties/startServer.ts';
import {
  settleMs,
  startIngestion,
  startModel,
  toSettings,
  withParts,
} from './parties/withParts.ts';

const loads: Readonly<Record<string, Load>> = {
  'one answer': { count: 2_000, stream: false },
  '100 events of text / 100 chunks': { count: 200, stream: true },
};

/** The two APIs of the same app, through the built-in host. */
export const benchmark: Benchmark = {
  measures: 'responses: CPU, against chat completions of the same app',
  minutes: 1,
  turns: 5,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const settings = toSettings(await start(startModel()), await start(startIngestion()));
      const startRoute = (path: string) => start(startServer('host.ts', settings, { path }));
      const responses = await startRoute('/api/v1/responses');
      const chat = await startRoute('/api/v1/chat/completions');
      const rows: Row[] = [];
      const reference: number[] = [];
      for (const [what, load] of Object.entries(loads)) {
        const parties = {
          responses: () => responses.turn(load, settleMs),
          chat: () => chat.turn(load, settleMs),
        };
        await takeTurns('warming up', 2, parties);
        const taken = await takeTurns(`responses, ${what}`, turns, parties);
        const [own, theirs] = [cpuOf(taken.of.responses), cpuOf(taken.of.chat)];
        rows.push(compared(what, own, theirs, inMicroseconds, { atMost: 1.1 }));
        reference.push(...taken.reference);
      }
      const title = 'CPU, host and worker; theirs is chat completions';
      return [{ title, columns: comparedColumns, rows, reference }];
    });
  },
};
