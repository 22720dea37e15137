import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from './harness/benchmark.ts';
import { timeReference } from './harness/reference.ts';
import { fillStore } from './kql/fillStore.ts';
import { measureProcess } from './kql/measureProcess.ts';
import { measureQueries } from './kql/measureQueries.ts';

const small = 200_000;
const large = 1_000_000;

/** KQL over SQLite files of a week, through the engine's process, as `POST /api/query` asks it. */
export const benchmark: Benchmark = {
  measures:
    'KQL of the local Application Insights: its queries over 200,000 and a million rows, start, memory',
  minutes: 5,
  turns: 5,
  async run(turns) {
    timeReference(); // compiled by then
    const folder = await mkdtemp(join(tmpdir(), 'callspan-bench-kql-'));
    const now = Date.now();
    try {
      const files = { small: join(folder, 'small.db'), large: join(folder, 'large.db') };
      fillStore(files.small, small, now);
      const started = await measureProcess(files.small, now, turns);
      const few = await measureQueries({ file: files.small, rows: small, now }, turns, {
        median: 40,
        p90: 250,
      });
      fillStore(files.large, large, now);
      const many = await measureQueries(
        { file: files.large, rows: large, now },
        Math.min(turns, 2),
        { slowest: 3_000 },
      );
      return [started, few, many];
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  },
};
