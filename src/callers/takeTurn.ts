import { type Amounts, each, isSome, meters, minus, none, plus } from './amounts.ts';
import type { Lease, Row } from './limitTable.ts';
import type { Window } from './windows.ts';

/** What some meters of a window may not exceed. */
export type RowLimits = Partial<Amounts>;

/** What an instance tells at its turn, and asks for. */
export interface Turn {
  readonly instance: string;
  readonly number: number;
  /** Spent since the last turn. */
  readonly used: Amounts;
  /** Held by work that runs; it stays held whatever is left. */
  readonly reserved: Amounts;
  /** Leased before and unspent; it stays leased. */
  readonly kept: Amounts;
  /** For work that waits, in sum. */
  readonly needed: Amounts;
  /** What the least of that work needs: crumbs that are too small for it are left to others. */
  readonly least: Amounts;
  /** For work to come. */
  readonly ahead: Amounts;
}

/** What a turn came to. */
export interface Taken {
  readonly row: Row;
  /** What the instance may spend now, besides what is reserved. */
  readonly free: Amounts;
  /** What nobody holds; 0 or less when nothing is left, Infinity without a limit. */
  readonly spare: Amounts;
  /** How many instances hold something, this one among them. */
  readonly holders: number;
  /** When the lease ends, by the storage's clock. */
  readonly until: number;
}

/** A lease ends after so long: a worker that died has its own for no longer. */
export const leaseMs = 60_000;

/** A row is one property of at most 32,768 characters: more instances than this get nothing for one caller. */
export const mostLeases = 500;

/**
 * An instance's turn at a row. It gets what its waiting work needs as far as it is left, and of the rest at most half
 * of its part among those that hold something: so leases shrink as the end comes, and no instance takes all. A lease
 * past its end is nobody's any more.
 */
export function takeTurn(
  stored: Row | undefined,
  { start, end }: Window,
  limits: RowLimits,
  turn: Turn,
  now: number,
): Taken {
  const until = now < end ? Math.min(now + leaseMs, end) : now + leaseMs;
  const row = stored?.start === start ? stored : { start, spent: none, leases: [] };
  const live = row.leases.filter(
    ({ instance, until }) => instance !== turn.instance && until > now,
  );
  const others = live.reduce((sum, { amounts }) => plus(sum, amounts), none);
  const holders = live.filter(({ amounts }) => isSome(amounts)).length + 1;
  const spent = plus(row.spent, turn.used);
  const held = plus(turn.reserved, turn.kept);
  const hasRoom = live.length < mostLeases;
  const left = each(
    (meter) =>
      (limits[meter] ?? Number.POSITIVE_INFINITY) - spent[meter] - others[meter] - held[meter],
  );
  const wanted = each((meter) => {
    if (limits[meter] === undefined || !hasRoom) return 0;
    const most = Math.max(0, left[meter]);
    const lacking = Math.min(most, Math.max(0, turn.needed[meter] - turn.kept[meter]));
    const share = Math.floor((most - lacking) / (2 * holders));
    const coming = Math.max(0, turn.ahead[meter] - turn.kept[meter]);
    return lacking + Math.min(share, coming);
  });
  const isTooLittle = meters.some(
    (meter) => limits[meter] !== undefined && turn.kept[meter] + wanted[meter] < turn.least[meter],
  );
  const got = isTooLittle ? none : wanted;
  const amounts = each((meter) => (limits[meter] === undefined ? 0 : held[meter] + got[meter]));
  const { instance, number } = turn;
  // An empty lease still says that what was used is in the row, should the answer to the write be lost.
  const isTold = hasRoom && (isSome(amounts) || isSome(turn.used));
  const mine: Lease[] = isTold ? [{ instance, turn: number, amounts, until }] : [];
  return {
    row: { start, spent, leases: [...live, ...mine] },
    free: plus(turn.kept, got),
    spare: minus(left, got),
    holders,
    until,
  };
}
