import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { findChromium } from '../insights/test/browser/findChromium.ts';
import { rowsUnder } from '../insights/test/view/rows.ts';
import { toWaterfall } from '../insights/view/waterfall.ts';
import { print } from './figures.ts';
import { itemsEach, sendInvocations } from './insights/telemetry.ts';
import { startProcess } from './startProcess.ts';
import { median } from './statistics.ts';

// The local Application Insights under load: what it takes, how fast it answers, and whether its page stays responsive.

const chosen = process.argv.slice(2);

interface Status {
  readonly rows: number;
  readonly residentMiB: number;
  readonly heapMiB: number;
  readonly cpuMs: number;
}

async function withReceiver(
  run: (url: string, status: () => Promise<Status>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'callspan-bench-insights-'));
  const receiver = await startProcess<{ url: string }, object, Status>(
    new URL('insights/receiver.ts', import.meta.url),
    {},
    [join(folder, 'insights.db')],
  );
  try {
    await run(receiver.ready.url, () => receiver.run({}));
  } finally {
    await receiver.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  layout: async () => {
    for (const [shape, under] of [
      ['one below the other', (n: number) => (n === 0 ? '' : `n${n - 1}`)],
      ['beside each other', (n: number) => (n === 0 ? '' : 'n0')],
      ['without their parent', (n: number) => `lost${n}`],
    ] as const) {
      const rows = rowsUnder(10_000, under);
      const times = Array.from({ length: 15 }, () => {
        const begin = performance.now();
        toWaterfall(rows);
        return performance.now() - begin;
      });
      const middle = median(times);
      print(
        `layout of 10,000 rows ${shape}`,
        `${middle.toFixed(1)} ms`,
        'under 50 ms',
        middle < 50,
      );
    }
  },

  ingest: () =>
    withReceiver(async (url, status) => {
      const before = (await status()).cpuMs;
      const { items, tookMs, slowestMs } = await sendInvocations(url, {
        perSecond: 2_500,
        seconds: 30,
      });
      const { rows, cpuMs } = await status();
      const lost = items - rows;
      const perSecond = items / (tookMs / 1_000);
      const figures = `${items} items, ${lost} lost, ${perSecond.toFixed(0)} a second, slowest answer ${slowestMs.toFixed(0)} ms`;
      print('ingest', figures, '10,000 a second, 0 lost', lost === 0 && perSecond >= 9_800);
      print('ingest, CPU a second of load', `${((cpuMs - before) / 30).toFixed(0)} ms`);
    }),

  pages: () =>
    withReceiver(async (url, status) => {
      while ((await status()).rows < 1_000_000) {
        await sendInvocations(url, { perSecond: 2_500, seconds: 10 });
        process.stderr.write(`\rfilled ${(await status()).rows} rows`);
      }
      process.stderr.write('\n');
      const get = async (path: string) => (await fetch(url + path)).json() as Promise<List>;
      const { items, next } = await get('/api/operations');
      const id = items[50]?.operation_Id ?? '';
      const from = new Date(Date.now() - 3_600_000).toISOString();
      for (const [name, path, bound] of [
        ['the list', '/api/operations', 50],
        ['the list, further down', `/api/operations?before=${encodeURIComponent(next)}`, 50],
        ['the list, failed ones', '/api/operations?outcome=failed', 50],
        ['the list, by session', `/api/operations?q=${items[50]?.session_Id}`, 50],
        ['a call', `/api/operations/${id}`, 50],
        ['the list, a text that none has', `/api/operations?q=nowhere&from=${from}`, undefined],
        ['the summary of an hour', `/api/summary?from=${from}`, undefined],
        [
          'an hour of overview',
          `/api/stats?from=${from}&to=${new Date().toISOString()}`,
          undefined,
        ],
        ['health', '/api/health', undefined],
      ] as const) {
        const times: number[] = [];
        for (let count = 0; count < 15; count++) {
          const begin = performance.now();
          await get(path);
          times.push(performance.now() - begin);
        }
        const middle = median(times);
        const verdict = bound === undefined ? undefined : `under ${bound} ms`;
        print(
          `a million rows, ${name}`,
          `${middle.toFixed(1)} ms`,
          verdict,
          middle < (bound ?? 1e9),
        );
      }
    }),

  browser: () =>
    withReceiver(async (url) => {
      const browser = await chromium.launch({
        executablePath: findChromium() ?? '',
        args: ['--no-sandbox'],
      });
      try {
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        await page.goto(`${url}/calls`);
        await sendInvocations(url, { perSecond: 20, seconds: 2 });
        await page.evaluate(watchFrames);
        await sendInvocations(url, { perSecond: 200, seconds: 20 });
        const { slow, longest } = (await page.evaluate(readFrames)) as {
          slow: number;
          longest: number;
        };
        print(
          'page at 200 calls a second for 20 s',
          `${slow} frames over 50 ms, the longest ${longest.toFixed(0)} ms`,
          'at most 5',
          slow <= 5,
        );
      } finally {
        await browser.close();
      }
    }),

  memory: () =>
    withReceiver(async (url, status) => {
      const resident: number[] = [];
      const heap: number[] = [];
      for (let minute = 1; minute <= 5; minute++) {
        await sendInvocations(url, { perSecond: 200, seconds: 60 });
        const { residentMiB, heapMiB } = await status();
        resident.push(residentMiB);
        heap.push(heapMiB);
        process.stderr.write(`\rminute ${minute} of 5`);
      }
      process.stderr.write('\n');
      const toText = (sizes: number[]) => sizes.map((size) => size.toFixed(0)).join(', ');
      const figures = `heap ${toText(heap)}, resident ${toText(resident)} MiB after each minute`;
      const [, second = 0] = heap;
      const last = heap.at(-1) ?? 0;
      print(
        `memory at ${200 * itemsEach} items a second`,
        figures,
        'flat from the second on',
        last < second * 1.25,
      );
    }),
};

interface List {
  readonly items: readonly { readonly operation_Id: string; readonly session_Id: string }[];
  readonly next: string;
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

for (const [name, scenario] of Object.entries(scenarios)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  await scenario();
  await sleep(500);
}
