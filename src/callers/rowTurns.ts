import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError } from '../errors.ts';
import { isSame, minus } from './amounts.ts';
import type { LimitTable, Row, StoredRow } from './limitTable.ts';
import type { StorageClock } from './storageClock.ts';
import { type RowLimits, type Taken, type Turn, takeTurn } from './takeTurn.ts';
import { tooSlow } from './waiting.ts';
import { pastDays, type Window } from './windows.ts';

/** No call of a turn begins later: it takes 3 s at most. */
const lastCallMs = 7_000;
const mostFailures = 5;
const mostUnsure = 8;

/** Where a caller's row of a window is, and what it may come to. */
export interface RowPlace {
  readonly caller: string;
  readonly window: Window;
  readonly limits: RowLimits;
  readonly table: LimitTable;
  readonly clock: StorageClock;
}

/** Takes turns of this instance at one row, one after another. */
export interface RowTurns {
  /**
   * Writes the turn over the row as last seen, and looks at the row anew when another instance came between. Undefined
   * when `isOff` before a write. Ends within 10 s; throws `storage_unavailable`.
   */
  take(turn: Turn, isOff: () => boolean): Promise<Taken | undefined>;
}

interface Attempt {
  readonly turn: Turn;
  readonly taken: Taken;
}

export function createRowTurns({ caller, window, limits, table, clock }: RowPlace): RowTurns {
  const { key, start } = window;
  /** The row as last seen; `null` when this instance has to look. */
  let seen: StoredRow | undefined | null = null;
  /** Writes without an answer: one of them may have taken place. A later write that takes place ends that. */
  let unsure: Attempt[] = [];

  const look = async () => {
    const found = await clock.hear(() => table.read(caller, key));
    seen = found;
    if (found === undefined) return undefined;
    clock.reached(found.start);
    return found.start === start ? unsure.find((attempt) => holds(found, attempt)) : undefined;
  };

  /** One attempt; `again` when another instance came between. */
  const attempt = async (turn: Turn, isOff: () => boolean) => {
    const done = seen === null ? await look() : undefined;
    if (done?.turn.number === turn.number) return done.taken;
    const told = done === undefined ? turn : { ...turn, used: minus(turn.used, done.turn.used) };
    if (isOff()) return undefined;
    const before = seen ?? undefined;
    const taken = takeTurn(before, window, limits, told, clock.now());
    unsure = [...unsure.slice(1 - mostUnsure), { turn, taken }];
    const etag = await clock.hear(() => table.write(caller, key, taken.row, before?.etag));
    if (etag === undefined) {
      unsure.pop();
      return 'again';
    }
    unsure = [];
    seen = { ...taken.row, etag };
    if (before === undefined && window.unit === 'day') {
      table.remove(caller, ...pastDays(window)).catch(() => {}); // the next day removes them too
    }
    return taken;
  };

  return {
    async take(turn, isOff) {
      const endsAt = performance.now() + lastCallMs;
      let failures = 0;
      for (let count = 0; ; count++) {
        let mostMs = Math.min(200, 10 * 2 ** count);
        try {
          const taken = await attempt(turn, isOff);
          if (taken !== 'again') return taken;
          seen = null;
          if (performance.now() > endsAt) throw tooSlow();
        } catch (thrown) {
          seen = null;
          mostMs = 100 * 2 ** failures;
          failures += 1;
          const isLate = failures >= mostFailures || performance.now() + mostMs > endsAt;
          if (!mayPass(thrown) || isLate) throw thrown;
        }
        await sleep(Math.random() * mostMs);
      }
    },
  };
}

/** Whether the row is as the attempt left it for this instance. */
function holds(row: Row, { turn: { instance, number }, taken }: Attempt): boolean {
  const leaseIn = ({ leases }: Row) => leases.find((lease) => lease.instance === instance);
  const [stored, written] = [leaseIn(row), leaseIn(taken.row)];
  return (
    stored !== undefined &&
    written !== undefined &&
    stored.turn === number &&
    isSame(stored.amounts, written.amounts)
  );
}

/** No answer, too many calls or a fault of the service; a refusal stays one. */
function mayPass(thrown: unknown): boolean {
  if (!isAppError(thrown) || thrown.cause === undefined) return false;
  const { status } = thrown.cause;
  return status === undefined || status === 408 || status === 429 || status >= 500;
}
