import { setTimeout as sleep } from 'node:timers/promises';
import { startHost } from '../../local/host/startHost.ts';
import { residentMiB } from './processFigures.ts';

/** What one start took. */
export interface ColdStart {
  /** Until the functions are registered, in ms. */
  readonly registered: number;
  /** Until the first answer was read, in ms. */
  readonly firstAnswer: number;
  /** Resident memory after it, in MiB. */
  readonly memory: number;
}

const settleMs = 500;

/** Starts an app in a fresh worker of the built-in host, asks it once as soon as it is registered, with a caller's key, and ends it. */
export async function coldStart(
  appDir: string,
  settings: Readonly<Record<string, string>>,
  key?: string,
): Promise<ColdStart> {
  const begin = performance.now();
  const host = await startHost({ appDir, port: 0, settings });
  const registered = performance.now() - begin;
  const response = await fetch(`${host.url}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'api-key': key }) },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'What to pack?' }] }),
  });
  const answer = await response.text();
  const firstAnswer = performance.now() - begin;
  if (!answer.includes('Pack a tent.')) throw new Error(`${appDir} answered ${response.status}`);
  await sleep(settleMs);
  const memory = residentMiB(host.workerPid());
  await host.stop();
  return { registered, firstAnswer, memory };
}
