import { expect } from 'vitest';
import { quietMs, work } from './knownWork.ts';

/** Interval at which the machine's speed is measured while a promise runs. */
const everyMs = 250;

/**
 * Runs work that a user is promised within `promiseMs`, and returns its result. The promise itself is not stretched.
 * `graceMs` is the time of the work around it on a quiet machine (a request, a process that ends). It is multiplied by
 * how much slower than a quiet machine this one was meanwhile: a known piece of work is timed before, during and after.
 */
export async function expectWithin<T>(
  promiseMs: number,
  graceMs: number,
  action: () => Promise<T>,
): Promise<T> {
  const times = [work()];
  const timer = setInterval(() => times.push(work()), everyMs);
  const start = performance.now();
  let tookMs: number;
  let value: T;
  try {
    value = await action();
    tookMs = performance.now() - start;
  } finally {
    clearInterval(timer);
  }
  times.push(work());
  const slower = Math.max(1, ...times.map((ms) => ms / quietMs.work));
  const machine = `on a machine ${slower.toFixed(1)} times slower than a quiet one`;
  expect(tookMs, `${tookMs.toFixed()} ms, ${machine}`).toBeLessThan(promiseMs + graceMs * slower);
  return value;
}
