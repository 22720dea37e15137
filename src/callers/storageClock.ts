import type { Answer } from './limitTable.ts';

/** The time of the storage service, which all instances share: their own clocks may differ by minutes. */
export interface StorageClock {
  /** Ms since 1970; this machine's own until the service has been heard. */
  now(): number;
  /** Asks the service, and learns its time by the answer. */
  hear<T>(ask: () => Promise<Answer<T>>): Promise<T>;
  /** Takes a moment that another instance has seen already. */
  reached(time: number): void;
}

/** Ms that another instance may be ahead of this one; more is no moment that anybody has seen. */
const aheadMs = 2_000;

/**
 * A clock over this machine's. Each answer has the service's time, cut to the second, so it says between which two
 * amounts this machine is behind. What all answers have in common is known to some ms after a few. One that has nothing
 * in common with them means that a clock was set.
 */
export function createStorageClock(local: () => number): StorageClock {
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  let behind = 0;
  const now = () => local() + behind;
  return {
    now,
    async hear(ask) {
      const sentAt = local();
      const { value, date } = await ask();
      if (date !== undefined) {
        const low = date - local();
        const high = date + 1_000 - sentAt;
        const isCommon = low <= most && high >= least;
        least = isCommon ? Math.max(least, low) : low;
        most = isCommon ? Math.min(most, high) : high;
        behind = Math.round((least + most) / 2);
      }
      return value;
    },
    reached(time) {
      const lateMs = time - now();
      if (lateMs <= 0 || lateMs > aheadMs) return;
      least = time - local();
      most = Math.max(most, least);
      behind = Math.max(least, Math.round((least + most) / 2));
    },
  };
}
