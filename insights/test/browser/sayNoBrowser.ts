import { findChromium } from './findChromium.ts';

/** Before all tests: says whether those of the pages run. */
export default function setup(): void {
  if (findChromium() !== undefined) return;
  console.log('No Chromium here (CHROMIUM names one): the tests of the pages are skipped.');
}
