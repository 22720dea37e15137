import { setTimeout as sleep } from 'node:timers/promises';
import { hangMs } from './hangMs.ts';

/** What is asked for says what was seen: a bare `false` tells nobody why a wait ended. */
type Telling<T> = T extends boolean ? never : T;

/**
 * Asks until the answer will do, every 50 ms. `what` ends the sentence "Waited … for"; when `limitMs` (on a quiet machine)
 * is over it throws that sentence with what was seen last. What the asking throws is thrown at once.
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
