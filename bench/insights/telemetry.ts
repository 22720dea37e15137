import { setTimeout as sleep } from 'node:timers/promises';
import { invocation } from '../../insights/test/envelopes.ts';

/** Items that one invocation leaves. */
export const itemsEach = 4;

/** Sends invocations at a rate, in ten batches a second; resolves to how many items were sent and how long it took. */
export async function sendInvocations(
  url: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<{ items: number; tookMs: number; slowestMs: number }> {
  const begin = performance.now();
  const each = perSecond / 10;
  let items = 0;
  let slowestMs = 0;
  const running = new Set<Promise<void>>();
  for (let batch = 0; batch < seconds * 10; batch++) {
    await sleep(Math.max(0, begin + batch * 100 - performance.now()));
    const body = JSON.stringify(Array.from({ length: each }, () => invocation()).flat());
    const sent = performance.now();
    const sending = post(url, body).then(() => {
      slowestMs = Math.max(slowestMs, performance.now() - sent);
      running.delete(sending);
    });
    running.add(sending);
    items += each * itemsEach;
  }
  await Promise.all(running);
  return { items, tookMs: performance.now() - begin, slowestMs };
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(`${url}/v2.1/track`, { method: 'POST', body });
  if (response.status !== 200) throw new Error(`the receiver answered ${response.status}`);
  await response.arrayBuffer();
}
