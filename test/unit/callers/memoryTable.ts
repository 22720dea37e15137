import type { LimitTable, StoredRow } from '../../../src/callers/limitTable.ts';

/** A table in memory, by a clock of the test's own. */
export function createMemoryTable(now: () => number) {
  const rows = new Map<string, StoredRow>();
  const calls = { read: 0, write: 0 };
  let writes = 0;
  const answer = <T>(value: T) => ({ value, date: Math.floor(now() / 1_000) * 1_000 });
  const table: LimitTable = {
    async read(caller, key) {
      calls.read += 1;
      return answer(rows.get(`${caller} ${key}`));
    },
    async write(caller, key, row, etag) {
      calls.write += 1;
      if (rows.get(`${caller} ${key}`)?.etag !== etag) return answer(undefined);
      writes += 1;
      rows.set(`${caller} ${key}`, { ...row, etag: `${writes}` });
      return answer(`${writes}`);
    },
    async remove(caller, from, to) {
      for (const key of rows.keys()) {
        if (key >= `${caller} ${from}` && key < `${caller} ${to}`) rows.delete(key);
      }
    },
  };
  return { table, rows, calls };
}
