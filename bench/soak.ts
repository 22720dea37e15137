import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../scripts/build.ts';
import type { Benchmark } from './harness/benchmark.ts';
import { progress } from './harness/progress.ts';
import { median, slope } from './harness/statistics.ts';
import { chatBody } from './parties/chatBody.ts';
import { startLoneWorker } from './parties/loneWorker.ts';
import { openStream } from './parties/openStream.ts';
import { residentMiB } from './parties/processFigures.ts';
import { startIngestion, startModel, toSettings, withParts } from './parties/withParts.ts';

const perSecond = { calls: 100, streams: 20 };
const sampleMs = 5_000;
/** Of the time, before the slope counts: 5 minutes of 30. */
const settling = 1 / 6;

/** Whether a worker's memory grows with the calls that it has served. */
export const benchmark: Benchmark = {
  measures:
    "the worker's memory over 100 calls and 20 streams a second; a number after it is minutes",
  minutes: 30,
  turns: 30,
  apart: true,
  async run(minutes) {
    await build();
    return withParts(async (start) => {
      const settings = toSettings(await start(startModel()), await start(startIngestion()));
      const worker = await start(startLoneWorker({ ...settings, AzureWebJobsStorage: '' }));
      const wrong = new Map<string, number>();
      const ask = (body: string, end: string) => {
        let first = '';
        let tail = '';
        const onData = (data: Buffer) => {
          const text = data.toString('latin1');
          first ||= text.slice(0, text.indexOf('\r\n'));
          tail = (tail + text).slice(-2_000);
        };
        openStream(worker.invoke(), body, onData, () => {
          if (tail.includes(end)) return;
          const why = `${first || 'nothing came'} ${/"code":"(\w+)"/.exec(tail)?.[1] ?? ''}`.trim();
          wrong.set(why, (wrong.get(why) ?? 0) + 1);
        });
      };
      const [whole, streamed] = [chatBody(), chatBody({ stream: true })];
      const points: [minute: number, mib: number][] = [];
      const begin = performance.now();
      const sent = { calls: 0, streams: 0 };
      for (let sampled = 0; points.length * sampleMs < minutes * 60_000; ) {
        await sleep(5);
        const passedMs = performance.now() - begin;
        const due = (rate: number) => (passedMs / 1_000) * rate;
        for (; sent.calls < due(perSecond.calls); sent.calls++) ask(whole, 'Pack a tent.');
        for (; sent.streams < due(perSecond.streams); sent.streams++) ask(streamed, '[DONE]');
        if (passedMs - sampled < sampleMs) continue;
        sampled += sampleMs;
        points.push([passedMs / 60_000, residentMiB(worker.pid)]);
        progress(`soak: ${(passedMs / 60_000).toFixed(1)} of ${minutes} minutes`);
      }
      progress('');
      const counted = points.filter(([minute]) => minute >= minutes * settling);
      const figure = slope(counted);
      const sizes = counted.map(([, mib]) => mib);
      const wrongs = [...wrong.values()].reduce((sum, count) => sum + count, 0);
      return [
        {
          title: `${sent.calls} calls and ${sent.streams} streams in ${minutes} minutes`,
          columns: ['', 'measured'],
          reference: [],
          rows: [
            {
              cells: ['resident memory a minute, least squares', `${figure.toFixed(3)} MB`],
              judged: { figure, bound: { atMost: 0.2, unit: 'MB' } },
            },
            {
              cells: [
                'resident memory, median (least to most)',
                `${median(sizes).toFixed(0)} MiB (${Math.min(...sizes).toFixed(0)} to ${Math.max(...sizes).toFixed(0)})`,
              ],
            },
            {
              cells: ['answers that were not whole', `${wrongs}`],
              judged: { figure: wrongs, bound: { atMost: 0 } },
            },
            ...[...wrong].map(([why, count]) => ({ cells: [`of these: ${why}`, `${count}`] })),
          ],
        },
      ];
    });
  },
};
