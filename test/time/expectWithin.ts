import { expect } from 'vitest';
import { quietMs, work } from './knownWork.ts';

/** How often the machine is asked while a promise runs. */
const everyMs = 250;

/**
 * Runs what a user was promised to have done within `promiseMs`, and gives what it gives. The promise itself is not
 * stretched; `graceMs`, what the work around it takes on a quiet machine (a request, a process that ends), counts as many
 * times as the machine was slower than a quiet one in that very moment: a known piece of work is timed before, meanwhile
 * and after.
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
