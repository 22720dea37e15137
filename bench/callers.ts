import { join } from 'node:path';
import { startAzurite } from '../local/storage/azurite.ts';
import { createStorage } from '../local/storage/createStorage.ts';
import { build } from '../scripts/build.ts';
import { sha256 } from '../src/values/sha256.ts';
import { openLoneLimits } from './callers/loneLimits.ts';
import type { Benchmark, Table } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { median } from './harness/statistics.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMicroseconds, inMs } from './harness/texts.ts';
import { askHandlers } from './parties/askHandlers.ts';
import { coldStart } from './parties/coldStart.ts';
import { cpuOf } from './parties/figuresOf.ts';
import { startSlowModel } from './parties/slowModel.ts';
import { startHandlers } from './parties/startHandlers.ts';
import { startIngestion, startModel, toSettings, withParts } from './parties/withParts.ts';

const count = 500;
const loops = 20_000;
/** Callers of one app; none of the limits is reached. */
const limited = {
  ...{ requestsPerMinute: 1e6, tokensPerMinute: 1e9 },
  ...{ tokensPerDay: 1e9, usdPerDay: 1e6 },
};
const callers = { limited, free: {} };
const keyOf = (caller: keyof typeof callers) => `csk_${caller}`;
const configured = JSON.stringify(
  Object.fromEntries(
    Object.entries(callers).map(([name, limits]) => [
      name,
      { keys: [sha256(keyOf(name as keyof typeof callers))], ...limits },
    ]),
  ),
);
const [perSecond, seconds] = [100, 90];
const modelMs = 200;
const ours = join(import.meta.dirname, '../dist/app');
/** A cold start takes longer than a turn of calls, and fewer say enough. */
const coldStarts = (turns: number) => Math.min(turns, 21);

/** What limits of callers add to a call, and how often one asks the table. */
export const benchmark: Benchmark = {
  measures: 'limits of callers on and off: CPU a call of the handlers, calls to the table',
  minutes: 5,
  turns: 301,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const ports = { blob: 0, queue: 0, table: 0 };
      const { connectionString } = await start(startAzurite({ ports, onExit: () => {} }));
      await createStorage(connectionString, { tables: true });
      const settings = {
        ...toSettings(await start(startModel()), await start(startIngestion())),
        AzureWebJobsStorage: connectionString,
      };
      // One process for both callers, and many short turns: two processes that do the same differ by more than what is measured. What a
      // turn leaves to export is done in the next one, which is either's as often.
      const app = await start(
        startHandlers({ ...settings, CALLERS: configured, BENCH_API_KEY: keyOf('free') }),
      );
      const parties = {
        limited: () => askHandlers(app, count, { key: keyOf('limited') }, 0),
        free: () => askHandlers(app, count, { key: keyOf('free') }, 0),
      };
      await takeTurns('warming up', 20, parties);
      const { of, reference } = await takeTurns('limits', turns, parties);
      return [
        {
          title: 'CPU a call, telemetry on, 16 at once; ours is a caller with four limits',
          columns: comparedColumns,
          reference,
          rows: [
            compared('keys and limits / keys', cpuOf(of.limited), cpuOf(of.free), inMicroseconds, {
              atMost: 1.05,
            }),
          ],
        },
        await measureColdStart(await start(startSlowModel(modelMs)), settings, coldStarts(turns)),
        ...(await measureAlone(connectionString, Math.min(turns, 15))),
      ];
    });
  },
};

/** The first answer of a worker, with a caller that has limits and without callers. */
async function measureColdStart(
  model: { readonly url: string },
  settings: Readonly<Record<string, string>>,
  turns: number,
): Promise<Table> {
  const without = { ...settings, AZURE_AI_INFERENCE_ENDPOINT: model.url };
  const parties = {
    keyed: () => coldStart(ours, { ...without, CALLERS: configured }, keyOf('limited')),
    open: () => coldStart(ours, without),
  };
  await takeTurns('warming up', 1, parties);
  const { of, reference } = await takeTurns('cold start', turns, parties);
  const row = (what: string, key: 'registered' | 'firstAnswer') => {
    const [own, theirs] = [of.keyed, of.open].map((starts) => starts.map((each) => each[key]));
    return compared(what, own ?? [], theirs ?? [], inMs, { atMost: 1.05 });
  };
  return {
    title: `Cold start with a model of ${modelMs} ms; ours has callers with limits, theirs has none`,
    columns: comparedColumns,
    reference,
    rows: [row('functions registered', 'registered'), row('first answer', 'firstAnswer')],
  };
}

/** The limits without an app: CPU, and calls to the table. */
async function measureAlone(connectionString: string, turns: number): Promise<Table[]> {
  const alone = openLoneLimits(connectionString, limited);
  const { of, reference } = await takeTurns('admissions', turns, {
    alone: () => alone.loop(loops),
  });
  await alone.close();
  const paced = openLoneLimits(connectionString, limited);
  const { work, table } = await paced.pace(perSecond, seconds);
  await paced.close();
  const share = 1 - table / work;
  return [
    {
      title: 'Limits alone',
      columns: ['', 'measured'],
      reference,
      rows: [
        {
          cells: ['CPU of an admission, its headers and its end', inMicroseconds(median(of.alone))],
        },
      ],
    },
    {
      title: `${perSecond} calls a second for ${seconds} s, the first of the worker among them`,
      columns: ['', 'measured'],
      reference: [],
      rows: [
        { cells: ['calls', `${work}`] },
        { cells: ['calls to the table', `${table}`] },
        {
          cells: ['share of calls without one', share.toFixed(4)],
          judged: { figure: share, bound: { atLeast: 0.99 } },
        },
      ],
    },
  ];
}
