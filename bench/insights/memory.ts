import type { Table } from '../harness/benchmark.ts';
import { progress } from '../harness/progress.ts';
import { asCount } from '../harness/texts.ts';
import { itemsEach, sendInvocations } from './telemetry.ts';
import type { Receiver } from './withReceiver.ts';

const slices = 5;
const load = { perSecond: 600, seconds: 12 };

/** Whether the memory in use stays flat while items arrive. */
export async function measureMemory({ url, status }: Receiver): Promise<Table> {
  const found: { resident: number; heap: number }[] = [];
  for (let slice = 1; slice <= slices; slice++) {
    progress(`insights: memory, ${slice} of ${slices}`);
    await sendInvocations(url, load);
    const { residentMiB, heapMiB } = await status();
    found.push({ resident: residentMiB, heap: heapMiB });
  }
  progress('');
  const toText = (key: 'resident' | 'heap') =>
    found.map((sizes) => sizes[key].toFixed(0)).join(', ');
  const [, second] = found;
  const grown = (found.at(-1)?.heap ?? Number.NaN) / (second?.heap ?? Number.NaN);
  const items = asCount(load.perSecond * load.seconds * itemsEach);
  return {
    title: `Memory after each ${items} items, in MiB`,
    columns: ['', 'measured'],
    reference: [],
    rows: [
      { cells: ['heap', toText('heap')] },
      { cells: ['resident', toText('resident')] },
      {
        cells: ['heap at the end / after the second', grown.toFixed(2)],
        judged: { figure: grown, bound: { atMost: 1.25 } },
      },
    ],
  };
}
