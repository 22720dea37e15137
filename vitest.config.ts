import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { measureFactor } from './test/time/factor.ts';

const factor = measureFactor();
const seed = process.env.FUZZ_SEED || `${Math.floor(Math.random() * 2 ** 31)}`;

// Some 250 processes load the same packages: this spares them the compilation.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'callspan-compile-cache');

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** What looks into the built-in host, or chooses its generation: not for a host of the tester's own. */
const ofBuiltInHost = ['dark', 'hostSeam', 'proxyGate', 'strictHost'].map(
  (name) => `test/e2e/${name}.test.ts`,
);

/**
 * Tests that take long and that few changes can break: odd bytes, texts that grow, outages of telemetry, apps that cannot
 * start, commands beside `npm start`, SDKs of others as they are.
 */
const slow = [
  '{test,insights/test}/long/**/*.test.ts',
  'insights/test/{package,pumped}.test.ts',
  'insights/test/{browser,mcp,receive}/hostile.test.ts',
  'insights/test/browser/largeCalls.test.ts',
  'insights/test/kql/leaving.test.ts',
  'insights/test/receive/clients.test.ts',
  'insights/test/read/bigRows.test.ts',
  'test/e2e/{brokenStart,secondAssistant}.test.ts',
  'test/faults/telemetry.test.ts',
  'test/bench/commands.test.ts',
  'test/local/{isolation,recording,replay}.test.ts',
  'test/local/host/{generations,hostile}.test.ts',
  'test/local/verify/{verify,verifyAzure}.test.ts',
  'test/unit/{pumped,pumpedAnswers}.test.ts',
  'test/unit/inference/request/hostileBodies.test.ts',
];

/** Tests of real clients, whose packages are installed when one of these is to run. */
const ofClients = { name: 'clients', globalSetup: ['test/clients/install.ts'] };
const slowOfClients = 'test/clients/{openapiTypes,rareClients,refusedKeys,retries,typed}.test.ts';

/** Tests of real telemetry SDKs, whose packages `npm test` does without. */
const ofSenders = 'insights/test/senders/live.test.ts';

/**
 * What takes minutes: the slow ones, the fuzzing 20 times as often, and what runs the app on a host of 2024.
 */
const longProjects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: { name: 'long', include: [...slow, '{test,insights/test}/fuzz/**/*.test.ts'] },
  },
  { extends: true, test: { ...ofClients, include: [slowOfClients] } },
  {
    extends: true,
    test: {
      name: 'senders',
      include: [ofSenders],
      globalSetup: ['test/installSenders.ts'],
    },
  },
  {
    extends: true,
    test: {
      name: 'hosts of 2024',
      include: ['test/{e2e,faults,privacy}/**/*.test.ts'],
      exclude: ['test/e2e/{hostSeam,strictHost,secondAssistant}.test.ts'],
      env: { CALLSPAN_TEST_GENERATION: '2024' },
    },
  },
];

/** Tests that start no app and measure no time: they share processes, which halves what they cost. */
const ofParts = [
  'test/architecture.test.ts',
  'test/docs/{deploy,links,runbooks}.test.ts',
  'test/{infra,unit}/**/*.test.ts',
  'insights/test/{pages,read,store,view}/**/*.test.ts',
  'test/pages/{errorCodes,kql,recorded}.test.ts',
];
const left = [...slow, ...(process.env.CALLSPAN_TEST_HOST ? ofBuiltInHost : [])];
const dailyProjects: TestProjectConfiguration[] = [
  { extends: true, test: { name: 'parts', include: ofParts, exclude: slow, isolate: false } },
  {
    extends: true,
    test: {
      name: 'whole',
      include: ['{test,insights/test}/**/*.test.ts'],
      exclude: [...left, ...ofParts, ofSenders, 'test/clients/**', '**/node_modules/**'],
    },
  },
  {
    extends: true,
    test: { ...ofClients, include: ['test/clients/*.test.ts'], exclude: [slowOfClients] },
  },
];

/** `--mode long` is `npm run test:long`. */
export default defineConfig(({ mode }) => ({
  define: { CALLSPAN_VERSION: JSON.stringify(version) },
  test: {
    projects: mode === 'long' ? longProjects : dailyProjects,
    env: {
      FUZZ_FACTOR: process.env.FUZZ_FACTOR || (mode === 'long' ? '20' : '1'),
      FUZZ_SEED: seed,
      TEST_TIME_FACTOR: `${factor}`,
    },
    globalSetup: ['test/build.ts', 'insights/test/browser/sayNoBrowser.ts'],
    setupFiles: ['test/ownTemporary.ts'],
    maxWorkers: 4, // most tests wait for a process of their own
    // Core Tools on one folder beside each other were never tried.
    fileParallelism: !process.env.CALLSPAN_TEST_HOST,
    // These only catch a hang: a wait in a test ends before, with its own sentence (test/time).
    testTimeout: (mode === 'long' ? 1_800_000 : 120_000) * factor,
    hookTimeout: 120_000 * factor,
  },
}));
