import { AppError } from '../errors.ts';
import type { Deadline } from '../values/deadline.ts';
import type { Amounts } from './amounts.ts';

const mostWaiting = 10_000;
const waitMs = 10_000;

/** Work that waits for a lease. */
interface Waiter {
  readonly need: Amounts;
  /** True: the need is reserved. False: the window is over. */
  resolve(isReserved: boolean): void;
  reject(error: unknown): void;
}

/** Work that waits at one row, the oldest first. */
export interface Waiting {
  readonly all: ReadonlySet<Waiter>;
  /** Waits within the deadline, at most 10 s; throws `storage_unavailable`. */
  join(need: Amounts, deadline: Deadline): Promise<boolean>;
}

export function createWaiting(): Waiting {
  const all = new Set<Waiter>();
  return {
    all,
    join(need, deadline) {
      if (all.size >= mostWaiting) return Promise.reject(tooSlow());
      return new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          all.delete(waiter);
        };
        const waiter: Waiter = {
          need,
          resolve(isReserved) {
            end();
            resolve(isReserved);
          },
          reject(error) {
            end();
            reject(error);
          },
        };
        const leftMs = Math.max(0, Math.min(waitMs, deadline.leftMs()));
        const timer = setTimeout(() => waiter.reject(tooSlow()), leftMs);
        all.add(waiter);
      });
    },
  };
}

/** The error of work whose time was over before the table answered. */
export function tooSlow(): AppError {
  return new AppError('storage_unavailable', 'The storage for limits did not answer in time.', {
    retryAfterMs: 5_000,
  });
}
