import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { measureFactor } from './test/time/factor.ts';

const factor = measureFactor();
const seed = process.env.FUZZ_SEED || `${Math.floor(Math.random() * 2 ** 31)}`;

// Some 250 processes load the same packages: this spares them the compilation.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'callspan-compile-cache');

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** `--mode long` (npm run test:long) is what takes minutes: test/long, and the fuzzing 20 times as often. */
export default defineConfig(({ mode }) => ({
  define: { CALLSPAN_VERSION: JSON.stringify(version) },
  test: {
    include: mode === 'long' ? ['test/{long,fuzz}/**/*.test.ts'] : ['test/**/*.test.ts'],
    exclude: mode === 'long' ? [] : ['test/long/**'],
    env: {
      FUZZ_FACTOR: process.env.FUZZ_FACTOR || (mode === 'long' ? '20' : '1'),
      FUZZ_SEED: seed,
      TEST_TIME_FACTOR: `${factor}`,
    },
    globalSetup: ['test/build.ts'],
    maxWorkers: 3, // most tests wait for a process of their own
    // These only catch a hang: a wait in a test ends before, with its own sentence (test/time).
    testTimeout: (mode === 'long' ? 1_800_000 : 120_000) * factor,
    hookTimeout: 120_000 * factor,
  },
}));
