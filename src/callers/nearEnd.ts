import { type Amounts, type Meter, meters } from './amounts.ts';
import type { RowLimits } from './takeTurn.ts';

/** The limits of a day, by what they count; a day has none of requests. */
const names = { requests: undefined, tokens: 'tokensPerDay', nanoUsd: 'usdPerDay' } as const;

/** A limit of a caller's day. */
export type DayLimit = 'tokensPerDay' | 'usdPerDay';

const nearEnd = 0.9;

/** Tells once of each limit of a day of which nine tenths are spent; call it with what is spent so far. */
export function createNearEnd(
  limits: RowLimits,
  tell: (limit: DayLimit) => void,
): (spent: Amounts) => void {
  const told = new Set<Meter>();
  return (spent) => {
    for (const meter of meters) {
      const [limit, name] = [limits[meter], names[meter]];
      if (limit === undefined || name === undefined || told.has(meter)) continue;
      if (spent[meter] < nearEnd * limit) continue;
      told.add(meter);
      tell(name);
    }
  };
}
