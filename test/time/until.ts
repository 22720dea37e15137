import { setTimeout as sleep } from 'node:timers/promises';
import { hangMs } from './hangMs.ts';

/** The result of `ask` shows what was seen: a bare `false` does not explain why a wait ended. */
type Telling<T> = T extends boolean ? never : T;

/**
 * Calls `ask` every 50 ms until the result is good. `what` ends the sentence "Waited … for". After `limitMs` (on a
 * quiet machine) it throws that sentence with the last result. An error of `ask` is thrown at once.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<Telling<T>> | Telling<T>,
  isGood: (value: Telling<T>) => boolean,
  limitMs = 30_000,
): Promise<Telling<T>> {
  const limit = hangMs(limitMs);
  const end = performance.now() + limit;
  for (;;) {
    const value = await ask();
    if (isGood(value)) return value;
    if (performance.now() > end) {
      throw new Error(`Waited ${limit / 1_000} s for ${what}; last seen: ${toText(value)}`);
    }
    await sleep(50);
  }
}

function toText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 2_000 ? `${text.slice(0, 1_000)} … ${text.slice(-1_000)}` : text;
}
