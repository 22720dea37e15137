import type { Mishaps } from '../mishaps.ts';
import type { Row } from '../row.ts';
import type { Received } from './writeBatch.ts';

const flushMs = 250;
const flushRows = 2_000;

/** Rows that wait to be written together. */
export interface WriteQueue {
  insert(rows: readonly Row[]): void;
  /** Writes rows at once, after those that wait; gives how many were kept, undefined when the database takes none. */
  write(rows: readonly Row[]): number | undefined;
  /** Writes what waits. Never throws. */
  flush(): void;
  /** Forgets what waits. */
  drop(): void;
}

/** Hands rows to `write` in batches, within 250 ms of their coming. */
export function createWriteQueue(
  write: (batch: readonly Received[]) => number | undefined,
  mishaps: Mishaps,
): WriteQueue {
  let waiting: Received[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = mishaps.guard('writing what came', () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    write(batch);
  });
  return {
    flush,
    insert(rows) {
      const received = Date.now();
      for (const row of rows) waiting.push({ row, received });
      if (waiting.length >= flushRows) flush();
      else timer ??= setTimeout(flush, flushMs);
    },
    write(rows) {
      flush();
      const received = Date.now();
      return rows.length === 0 ? 0 : write(rows.map((row) => ({ row, received })));
    },
    drop() {
      waiting = [];
    },
  };
}
