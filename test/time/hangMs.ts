/**
 * A limit that only catches a hang, in ms: ample time on a quiet machine, multiplied by the factor that
 * vitest.config.ts measured at the start. A time promised to users is never stretched like this: see `expectWithin`.
 */
export function hangMs(quietMs: number): number {
  return Math.ceil(quietMs * Number(process.env.TEST_TIME_FACTOR || 1));
}
