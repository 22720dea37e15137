import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startInsights } from '../../insights/start/startInsights.ts';

// The local Application Insights in a process of its own; tells how many rows it holds and how much memory is in use, once
// what is garbage has been collected.

const [file = ':memory:', rows = '2000000'] = process.argv.slice(2);
const insights = await startInsights({
  port: 0,
  file,
  retention: { ms: 7 * 86_400_000, rows: Number(rows) },
});
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
process.on('disconnect', () => process.exit(1));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  const [residentMiB, heapMiB] = [rss, heapUsed].map((bytes) => bytes / 1024 / 1024);
  const rows = insights.store.count();
  process.send?.({ pid: process.pid, rows, residentMiB, heapMiB, cpuMs: (user + system) / 1_000 });
});
process.send?.({ url: insights.url });
