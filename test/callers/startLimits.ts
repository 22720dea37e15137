import { TableClient } from '@azure/data-tables';
import { onTestFinished } from 'vitest';
import { createStorage } from '../../local/storage/createStorage.ts';
import type { LimitsOfCaller } from '../../src/callers/admission.ts';
import { createCallerLimits } from '../../src/callers/limits.ts';
import type { Answer, LimitTable } from '../../src/callers/limitTable.ts';
import { openLimitTable } from '../../src/callers/table.ts';
import { deadlineIn } from '../../src/values/deadline.ts';
import { takeStorage } from '../storage.ts';
import { hangMs } from '../time/hangMs.ts';
import { startTableProxy } from './tableProxy.ts';

/** No token is needed with a connection string. */
const noCredential = { getToken: async () => null };

/** A table of the test's own behind a proxy, and instances over it that hold the caller `mobile` to its limits. */
export async function startLimits(of: LimitsOfCaller) {
  const storage = takeStorage();
  await createStorage(storage, { tables: true });
  const proxy = await startTableProxy(storage);
  onTestFinished(async () => void (await proxy.stop()));
  const client = TableClient.fromConnectionString(storage, 'callers', {
    allowInsecureConnection: true,
  });
  return {
    connectionString: storage,
    proxy,
    client,
    /** An instance; the storage's clock is put forward for it. */
    start(shiftMs = 0) {
      const table = openLimitTable({ connectionString: proxy.connectionString }, noCredential);
      const limits = createCallerLimits(new Map([['mobile', of]]), async () =>
        withShift(table, shiftMs),
      );
      onTestFinished(() => {
        proxy.cut(); // what the test left is given back to no table
        return limits.close();
      });
      const admit = async (tokens: number, ms = hangMs(10_000)) =>
        limits.admit('mobile', { tokens, usd: 0 }, deadlineIn(ms));
      return { limits, admit };
    },
    /** The row of today, as stored. */
    async today() {
      const key = `day-${new Date().toISOString().slice(0, 10)}`;
      return client.getEntity<{ tokens: bigint; requests: bigint; leases: string }>('mobile', key);
    },
  };
}

/** What became of work: `admitted`, or what was thrown. */
export function endOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'admitted',
    (thrown: unknown) => thrown,
  );
}

function withShift(table: LimitTable, shiftMs: number): LimitTable {
  const shifted = async <T>(asked: Promise<Answer<T>>): Promise<Answer<T>> => {
    const { value, date } = await asked;
    return { value, date: date === undefined ? undefined : date + shiftMs };
  };
  return {
    read: (caller, key) => shifted(table.read(caller, key)),
    write: (caller, key, row, etag) => shifted(table.write(caller, key, row, etag)),
    remove: table.remove,
  };
}
