import { build } from '../scripts/build.ts';
import { findBicep } from './infra/findBicep.ts';
import { hasShell } from './infra/hasShell.ts';
import { findChromium } from './pages/findChromium.ts';

/** Before all tests: builds what they run, and says what this machine lacks. */
export default async function setup(): Promise<void> {
  if (findChromium() === undefined) {
    console.log('No Chromium here (CHROMIUM names one): the tests of the pages are skipped.');
  }
  if (findBicep() === undefined) {
    console.log('No Bicep CLI here (BICEP names one): the tests that compile infra are skipped.');
  }
  if (!hasShell()) {
    console.log('No bash or no jq here: the tests that run steps of the workflows are skipped.');
  }
  await build();
}
