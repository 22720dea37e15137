import { quietMs, spawn, work } from './knownWork.ts';

/**
 * How many times slower than a quiet machine this one is, at least 1: the value of `TEST_TIME_FACTOR`, else measured by
 * the medians of a known piece of work and of a spawn. Takes about 0.4 s.
 */
export function measureFactor(said = process.env.TEST_TIME_FACTOR): number {
  if (said) {
    const factor = Number(said);
    if (!(factor >= 1)) throw new Error('TEST_TIME_FACTOR must be a number of at least 1.');
    return factor;
  }
  const slower = Math.max(medianOf(9, work) / quietMs.work, medianOf(3, spawn) / quietMs.spawn);
  return Math.max(1, Math.round(slower * 10) / 10);
}

function medianOf(runs: number, run: () => number): number {
  const times = Array.from({ length: runs }, run).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] ?? Number.NaN;
}
