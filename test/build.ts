import { build } from '../scripts/build.ts';
import { findChromium } from './pages/findChromium.ts';

/** Before all tests: builds what they run, and says what this machine lacks. */
export default async function setup(): Promise<void> {
  if (findChromium() === undefined) {
    console.log('No Chromium here (CHROMIUM names one): the tests of the pages are skipped.');
  }
  await build();
}
