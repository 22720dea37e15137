import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHost } from '../../local/host/startHost.ts';
import { answerCpu } from './answerCpu.ts';

// The deployable in the built-in host. The settings are this process's environment.

const tickMs = 10; // what /proc counts in: sysconf(_SC_CLK_TCK) is 100 on Linux

const { url, workerPid } = await startHost({
  appDir: join(import.meta.dirname, '../../dist/app'),
  port: 0,
  settings: process.env as Record<string, string>,
});
answerCpu(url, () => cpuOf(workerPid()));

/** CPU time of another process, in ms; Linux only. */
function cpuOf(pid: number | undefined): number {
  // The name before the last bracket may hold spaces; utime and stime are fields 14 and 15: proc_pid_stat(5).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}
