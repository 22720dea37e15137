import type { Spending } from '../values/spending.ts';

/** What the calls to models of one piece of work have used. */
interface Tally {
  /** Adds a call; undefined when it may have used something and did not say. */
  add(used: Spending | undefined): void;
  readonly used: Spending;
}

/** Adds up calls. One that did not say what it used counts as what was held for the whole. */
export function createTally(reserved: Spending): Tally {
  let [tokens, usd] = [0, 0];
  return {
    add(used) {
      const { tokens: more, usd: cost } = used ?? reserved;
      tokens += more;
      usd += cost;
    },
    get used() {
      return { tokens, usd };
    },
  };
}
