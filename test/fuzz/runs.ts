/**
 * How a property of fast-check runs: `count` times, `FUZZ_FACTOR` as often where it is set (20 in `npm run test:long`), from
 * the seed that vitest.config.ts prints at start; `FUZZ_SEED` sets it. fast-check prints the smallest counterexample.
 */
export function runs(count: number): { numRuns: number; seed: number } {
  return {
    numRuns: count * Number(process.env.FUZZ_FACTOR || 1),
    seed: Number(process.env.FUZZ_SEED) | 0,
  };
}
