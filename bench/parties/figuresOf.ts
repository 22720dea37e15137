import type { Turn } from './startServer.ts';

/** The CPU time a request in each turn, in ms. */
export function cpuOf(turns: readonly Turn[]): readonly number[] {
  return turns.map(({ cpuMs }) => cpuMs);
}

/** That of the process that runs the app under the host. */
export function workerOf(turns: readonly Turn[]): readonly number[] {
  return turns.map(({ workerMs }) => workerMs);
}

/** Requests a second in each turn. */
export function perSecondOf(turns: readonly Turn[]): readonly number[] {
  return turns.map(({ perSecond }) => perSecond);
}
