import type { Benchmark } from './harness/benchmark.ts';
import { timeReference } from './harness/reference.ts';
import { measureFrames } from './insights/frames.ts';
import { measureIngest } from './insights/ingest.ts';
import { measureLayout } from './insights/layout.ts';
import { measureMemory } from './insights/memory.ts';
import { measurePages } from './insights/pages.ts';
import { withReceiver } from './insights/withReceiver.ts';

/** The receiver is a process of its own, with a SQLite file. */
export const benchmark: Benchmark = {
  measures: 'the local Application Insights: what it takes, how fast it answers, its memory',
  minutes: 6.5,
  turns: 9,
  async run(turns) {
    timeReference(); // compiled by then
    const layout = measureLayout(turns);
    const full = await withReceiver(async (receiver) => [
      await measureIngest(receiver),
      await measurePages(receiver, turns),
    ]);
    const frames = await withReceiver(measureFrames);
    const memory = await withReceiver(measureMemory);
    return [layout, ...full, frames, memory];
  },
};
