import { setTimeout as sleep } from 'node:timers/promises';
import type { LimitsOfCaller } from '../../src/callers/admission.ts';
import { createCallerLimits } from '../../src/callers/limits.ts';
import type { LimitTable } from '../../src/callers/limitTable.ts';
import { openLimitTable } from '../../src/callers/table.ts';
import { deadlineIn } from '../../src/values/deadline.ts';
import { atRate } from '../parties/pacing.ts';

const reserved = { tokens: 1_000, usd: 0.01 };
const used = { tokens: 200, usd: 0.002 };
/** How long a call to a model takes here. */
const callMs = 500;

/** The limits of one caller over a table, without an app around them; `calls` counts what goes to the table. */
export function openLoneLimits(connectionString: string, of: LimitsOfCaller) {
  let calls = 0;
  const counted =
    <Of extends unknown[], Gives>(call: (...of: Of) => Gives) =>
    (...of: Of) => {
      calls += 1;
      return call(...of);
    };
  const { read, write, remove } = openLimitTable(
    { connectionString },
    { getToken: async () => null },
  );
  const table: LimitTable = { read: counted(read), write: counted(write), remove: counted(remove) };
  const limits = createCallerLimits(new Map([['bench', of]]), async () => table);
  const admit = () => limits.admit('bench', reserved, deadlineIn(10_000));
  return {
    /** Calls at a rate, each as long as a model takes; how many of them and of the table's there were. */
    async pace(perSecond: number, seconds: number) {
      const before = calls;
      const running: Promise<void>[] = [];
      await atRate(perSecond, seconds, () => {
        const work = async () => {
          const admission = await admit();
          await sleep(callMs);
          admission.settle(used);
        };
        running.push(work());
      });
      await Promise.all(running);
      return { work: running.length, table: calls - before };
    },
    /** CPU time of one admission with its headers and its end, in ms. */
    async loop(count: number): Promise<number> {
      const begin = process.cpuUsage();
      for (let done = 0; done < count; done++) {
        const admission = await admit();
        limits.headers('bench');
        admission.settle(used);
      }
      const { user, system } = process.cpuUsage(begin);
      return (user + system) / 1_000 / count;
    },
    close: () => limits.close(),
  };
}
