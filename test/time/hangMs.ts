/**
 * A limit that only catches a hang, in ms: what is plenty on a quiet machine, times the factor that vitest.config.ts
 * measured at start. What a user was promised is never stretched like this: see `expectWithin`.
 */
export function hangMs(quietMs: number): number {
  return Math.ceil(quietMs * Number(process.env.TEST_TIME_FACTOR || 1));
}
