import type { Table } from '../harness/benchmark.ts';
import { progress } from '../harness/progress.ts';
import { timeReference } from '../harness/reference.ts';
import { asCount, inMs } from '../harness/texts.ts';
import { sendInvocations } from './telemetry.ts';
import type { Receiver } from './withReceiver.ts';

const million = 1_000_000;
const slice = { perSecond: 2_500, seconds: 10 };

/** Sends a million items at 10,000 a second. */
export async function measureIngest({ url, status }: Receiver): Promise<Table> {
  const before = (await status()).cpuMs;
  const sent = { items: 0, tookMs: 0, slowestMs: 0 };
  const reference = [timeReference()];
  while (sent.items < million) {
    progress(`insights: ${asCount(sent.items)} items of ${asCount(million)}`);
    const { items, tookMs, slowestMs } = await sendInvocations(url, slice);
    sent.items += items;
    sent.tookMs += tookMs;
    sent.slowestMs = Math.max(sent.slowestMs, slowestMs);
    reference.push(timeReference());
  }
  progress('');
  const { rows, cpuMs } = await status();
  const lost = sent.items - rows;
  const perSecond = sent.items / (sent.tookMs / 1_000);
  return {
    title: 'A million items at 10,000 a second',
    columns: ['', 'measured'],
    reference,
    rows: [
      { cells: ['lost', asCount(lost)], judged: { figure: lost, bound: { atMost: 0 } } },
      {
        cells: ['taken a second', asCount(perSecond)],
        judged: { figure: perSecond, bound: { atLeast: 9_800 } },
      },
      { cells: ['CPU a second of load', inMs((cpuMs - before) / (sent.tookMs / 1_000))] },
      { cells: ['slowest answer', inMs(sent.slowestMs)] },
    ],
  };
}
