import { build } from '../scripts/build.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMicroseconds } from './harness/texts.ts';
import { askHandlers } from './parties/askHandlers.ts';
import { cpuOf } from './parties/figuresOf.ts';
import { startHandlers } from './parties/startHandlers.ts';
import { startIngestion, startModel, toSettings, withParts } from './parties/withParts.ts';

const prompts = {
  'prompt of 1 KB': { promptBytes: 1_000, messages: 1, count: 3_000, warmUps: 3 },
  'prompt of 100 KB': { promptBytes: 100_000, messages: 1, count: 800, warmUps: 2 },
  'prompt of 1 MB': { promptBytes: 1_000_000, messages: 1, count: 100, warmUps: 2 },
  '2,000 messages': { promptBytes: 100, messages: 2_000, count: 100, warmUps: 2 },
} as const;
const bounded: readonly string[] = ['prompt of 100 KB', 'prompt of 1 MB'];

/** What recording of prompts and answers adds. */
export const benchmark: Benchmark = {
  measures: 'content recording on and off with large prompts: CPU a call of the handlers',
  minutes: 2,
  turns: 5,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const settings = toSettings(await start(startModel()), await start(startIngestion()));
      const on = await start(
        startHandlers({ ...settings, AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true' }),
      );
      const off = await start(startHandlers(settings));
      const rows: Row[] = [];
      const reference: number[] = [];
      for (const [what, { count, warmUps, ...ask }] of Object.entries(prompts)) {
        const parties = {
          on: () => askHandlers(on, count, ask),
          off: () => askHandlers(off, count, ask),
        };
        await takeTurns('warming up', warmUps, parties);
        const taken = await takeTurns(`content, ${what}`, turns, parties);
        const [own, theirs] = [cpuOf(taken.of.on), cpuOf(taken.of.off)];
        const bound = bounded.includes(what) ? { atMost: 1.1 } : undefined;
        rows.push(compared(what, own, theirs, inMicroseconds, bound));
        reference.push(...taken.reference);
      }
      const title = 'CPU a call; ours with content recorded, theirs the same app without';
      return [{ title, columns: comparedColumns, rows, reference }];
    });
  },
};
