import { startInsights } from '../../local/insights/startInsights.ts';

// The local Application Insights in a process of its own; tells how many rows it holds and how much memory it takes.

const [file = ':memory:', rows = '2000000'] = process.argv.slice(2);
const insights = await startInsights({
  port: 0,
  file,
  retention: { ms: 7 * 86_400_000, rows: Number(rows) },
});
process.on('disconnect', () => process.exit(1));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const residentMiB = process.memoryUsage.rss() / 1024 / 1024;
  process.send?.({ rows: insights.store.count(), residentMiB, cpuMs: (user + system) / 1_000 });
});
process.send?.({ url: insights.url });
