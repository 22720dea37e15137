import { readFileSync } from 'node:fs';

// Of another process, from /proc: Linux only.

const tickMs = 10; // what it counts in: sysconf(_SC_CLK_TCK) is 100 on Linux

/** CPU time of a process so far, user and system, in ms: proc_pid_stat(5). */
export function cpuMsOf(pid: number | undefined): number {
  // The name before the last bracket may hold spaces; utime and stime are fields 14 and 15.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Resident memory of a process, in MiB: proc_pid_status(5). */
export function residentMiB(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}
