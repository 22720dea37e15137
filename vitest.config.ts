import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** `--mode long` (npm run test:long) is what takes minutes: test/long, and the fuzzing 20 times as often. */
export default defineConfig(({ mode }) => ({
  define: { CALLSPAN_VERSION: JSON.stringify(version) },
  test: {
    include: mode === 'long' ? ['test/{long,fuzz}/**/*.test.ts'] : ['test/**/*.test.ts'],
    exclude: mode === 'long' ? [] : ['test/long/**'],
    env: { FUZZ_FACTOR: mode === 'long' ? '20' : '1' },
    globalSetup: ['test/build.ts'],
    maxWorkers: 3, // most tests wait for a process of their own
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
}));
