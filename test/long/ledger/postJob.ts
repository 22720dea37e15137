import { setTimeout as sleep } from 'node:timers/promises';
import { hangMs } from '../../time/hangMs.ts';
import type { Piece } from './pieces.ts';

const tryMs = 15_000;
const betweenMs = 1_000;

/**
 * Posts a piece as a careful client does: with an `Idempotency-Key`, and again with the same key, at the next instance,
 * after a 5xx or a lost connection. Gives the job's name; throws with any other answer, or after `limitMs` (on a quiet
 * machine).
 */
export async function postJob(
  apps: readonly string[],
  { seed, request }: Piece,
  limitMs: number,
): Promise<string> {
  const end = performance.now() + hangMs(limitMs);
  for (let attempt = 0; ; attempt++) {
    const app = `${apps[(seed + attempt) % apps.length]}`;
    const answer = await post(app, `key-${seed}`, request);
    if (typeof answer === 'object') {
      const { status, body } = answer;
      if (status === 202 && typeof body.id === 'string') return body.id;
      if (status < 500) throw new Error(`answered ${status} ${JSON.stringify(body)}`);
    }
    if (performance.now() > end) {
      throw new Error(`never accepted; last ${JSON.stringify(answer)}`);
    }
    await sleep(betweenMs);
  }
}

/** Status and body; the error's name when the connection was lost, whatever of the answer had come. */
async function post(url: string, key: string, request: object) {
  try {
    const response = await fetch(`${url}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(hangMs(tryMs)),
    });
    const text = await response.text();
    const body: { id?: unknown } = response.ok ? JSON.parse(text) : { text };
    return { status: response.status, body };
  } catch (error) {
    return error instanceof Error ? error.name : 'lost';
  }
}
