import type { TestProject } from 'vitest/node';
import { build } from '../scripts/build.ts';
import { findBicep } from './infra/findBicep.ts';
import { hasShell } from './infra/hasShell.ts';
import { startSharedStorage } from './storage.ts';

/**
 * Runs before all tests: prints how they run and what this machine lacks, builds what they run, and starts their shared
 * storage.
 */
export default async function setup({ config, provide }: TestProject) {
  const { TEST_TIME_FACTOR, FUZZ_SEED } = config.env;
  console.log(`Limits are ${TEST_TIME_FACTOR} times those of a quiet machine (TEST_TIME_FACTOR).`);
  console.log(`Random tests start from seed ${FUZZ_SEED} (FUZZ_SEED).`);
  if (findBicep() === undefined) {
    console.log('No Bicep CLI here (BICEP names one): the tests that compile infra are skipped.');
  }
  if (!hasShell()) {
    console.log('No bash or no jq here: the tests that run steps of the workflows are skipped.');
  }
  const [storage] = await Promise.all([startSharedStorage(), build()]);
  const { connectionString, taken } = storage;
  provide('storage', { connectionString, taken });
  return storage.stop;
}
