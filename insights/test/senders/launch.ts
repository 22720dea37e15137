import { type Browser, chromium } from 'playwright-core';
import { hangMs } from '../../../test/time/hangMs.ts';
import { findChromium } from '../browser/findChromium.ts';

/** Starts a browser that reaches no other host than this. Rejects where there is none. */
export function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium here.');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    timeout: hangMs(60_000),
  });
}
