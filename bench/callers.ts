import { startAzurite } from '../local/storage/azurite.ts';
import { createStorage } from '../local/storage/createStorage.ts';
import { build } from '../scripts/build.ts';
import { sha256 } from '../src/values/sha256.ts';
import { openLoneLimits } from './callers/loneLimits.ts';
import type { Benchmark, Table } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { median } from './harness/statistics.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMicroseconds } from './harness/texts.ts';
import { askHandlers } from './parties/askHandlers.ts';
import { cpuOf } from './parties/figuresOf.ts';
import { startHandlers } from './parties/startHandlers.ts';
import { startModel, toModelSettings, withParts } from './parties/withParts.ts';

const count = 6_000;
const loops = 20_000;
const key = 'csk_bench';
/** All four, none of which is reached. */
const limits = {
  ...{ requestsPerMinute: 1e6, tokensPerMinute: 1e10 },
  ...{ tokensPerDay: 1e12, usdPerDay: 1e6 },
};
const callersWith = (of: object) => JSON.stringify({ bench: { keys: [sha256(key)], ...of } });
const [perSecond, seconds] = [100, 90];

/** What limits of callers add to a call, and how often one asks the table. */
export const benchmark: Benchmark = {
  measures: 'limits of callers on and off: CPU a call of the handlers, calls to the table',
  minutes: 4,
  turns: 11,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const ports = { blob: 0, queue: 0, table: 0 };
      const { connectionString } = await start(startAzurite({ ports, onExit: () => {} }));
      await createStorage(connectionString, { tables: true });
      const settings = {
        ...toModelSettings(await start(startModel())),
        AzureWebJobsStorage: connectionString,
      };
      const ofCaller = { ...settings, BENCH_API_KEY: key };
      const [limited, keyed, open] = [
        await start(startHandlers({ ...ofCaller, CALLERS: callersWith(limits) })),
        await start(startHandlers({ ...ofCaller, CALLERS: callersWith({}) })),
        await start(startHandlers(settings)),
      ];
      const parties = {
        limited: () => askHandlers(limited, count),
        keyed: () => askHandlers(keyed, count),
        open: () => askHandlers(open, count),
      };
      await takeTurns('warming up', 4, parties);
      const { of, reference } = await takeTurns('limits', turns, parties);
      const [on, off, without] = [cpuOf(of.limited), cpuOf(of.keyed), cpuOf(of.open)];
      return [
        {
          title: 'CPU a call; ours with four limits, theirs the same app without',
          columns: comparedColumns,
          reference,
          rows: [
            compared('keys and limits / keys', on, off, inMicroseconds, { atMost: 1.05 }),
            compared('keys and limits / neither', on, without, inMicroseconds),
          ],
        },
        ...(await measureAlone(connectionString, turns)),
      ];
    });
  },
};

/** The limits without an app: CPU, and calls to the table. */
async function measureAlone(connectionString: string, turns: number): Promise<Table[]> {
  const alone = openLoneLimits(connectionString, limits);
  const { of, reference } = await takeTurns('admissions', turns, {
    alone: () => alone.loop(loops),
  });
  await alone.close();
  const paced = openLoneLimits(connectionString, limits);
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
