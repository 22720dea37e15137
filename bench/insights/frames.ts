import { chromium } from 'playwright-core';
import { findChromium } from '../../insights/test/browser/findChromium.ts';
import type { Table } from '../harness/benchmark.ts';
import { progress } from '../harness/progress.ts';
import { timeReference } from '../harness/reference.ts';
import { inMs } from '../harness/texts.ts';
import { sendInvocations } from './telemetry.ts';
import type { Receiver } from './withReceiver.ts';

/** Whether the list of calls stays responsive while calls arrive. */
export async function measureFrames({ url }: Receiver): Promise<Table> {
  progress('insights: the page at 200 calls a second');
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox'],
  });
  const reference = [timeReference()];
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${url}/calls`);
    await sendInvocations(url, { perSecond: 20, seconds: 2 });
    await page.evaluate(watchFrames);
    await sendInvocations(url, { perSecond: 200, seconds: 20 });
    const found = await page.evaluate(readFrames);
    const { slow, longest } = found as { slow: number; longest: number };
    reference.push(timeReference());
    return {
      title: 'The page at 200 calls a second for 20 s',
      columns: ['', 'measured'],
      reference,
      rows: [
        { cells: ['frames over 50 ms', `${slow}`], judged: { figure: slow, bound: { atMost: 5 } } },
        { cells: ['longest frame', inMs(longest)] },
      ],
    };
  } finally {
    await browser.close();
    progress('');
  }
}

/** In the page: notes how long each frame takes. */
const watchFrames = `
  globalThis.frames_ = [];
  let last = performance.now();
  const next = () => {
    const now = performance.now();
    frames_.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);`;

/** In the page: how many frames took long. */
const readFrames =
  '({ slow: frames_.filter((ms) => ms > 50).length, longest: Math.max(...frames_) })';
