import { build } from '../scripts/build.ts';
import type { Benchmark } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMicroseconds } from './harness/texts.ts';
import { askHandlers } from './parties/askHandlers.ts';
import { buildConfigured } from './parties/buildConfigured.ts';
import { cpuOf } from './parties/figuresOf.ts';
import { startHandlers } from './parties/startHandlers.ts';
import { startIngestion, startModel, toSettings, withParts } from './parties/withParts.ts';

const count = 4_000;
const assistants = 40;
const longestName = 256;
const models = Array.from({ length: 64 }, (_, index) => `model-${index}-`.padEnd(longestName, 'x'));
const [first = '', ...fallbacks] = models;
const large = {
  AZURE_OPENAI_DEPLOYMENT_NAME: first,
  AZURE_OPENAI_FALLBACK_DEPLOYMENTS: fallbacks.join(','),
  MODEL_PRICES: JSON.stringify(
    Object.fromEntries(models.map((name) => [name, { input: 2.5, output: 10, cachedInput: 1.25 }])),
  ),
};
const prompt = { SYSTEM_PROMPT: 'Answer in short sentences. '.repeat(300) };

/** Whether a call pays for what is configured and not used. */
export const benchmark: Benchmark = {
  measures: '40 assistants, 64 models and the longest settings: CPU a call, against none of it',
  minutes: 2,
  turns: 9,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const settings = toSettings(await start(startModel()), await start(startIngestion()));
      const { appDir } = await start(buildConfigured(assistants));
      const configured = { ...settings, ...large, BENCH_APP: appDir };
      const none = await start(startHandlers(settings));
      const all = await start(startHandlers(configured));
      const prompted = await start(startHandlers({ ...configured, ...prompt }));
      const parties = {
        none: () => askHandlers(none, count),
        all: () => askHandlers(all, count),
        prompted: () => askHandlers(prompted, count),
      };
      await takeTurns('warming up', 4, parties);
      const { of, reference } = await takeTurns('configuration', turns, parties);
      const row = (what: string, own: keyof typeof of, atMost?: number) =>
        compared(
          what,
          cpuOf(of[own]),
          cpuOf(of.none),
          inMicroseconds,
          atMost === undefined ? undefined : { atMost },
        );
      return [
        {
          title: 'CPU a call; theirs has one assistant, one model and no other setting',
          columns: comparedColumns,
          reference,
          rows: [
            row(`${assistants} assistants, ${models.length} models, longest names`, 'all', 1.02),
            row('and a system prompt of 8 KB, which is sent', 'prompted'),
          ],
        },
      ];
    });
  },
};
