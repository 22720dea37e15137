import { setTimeout as sleep } from 'node:timers/promises';

/** Calls `act` so often, so many at once; resolves to what each gave. */
export async function atConcurrency<Given>(
  count: number,
  concurrency: number,
  act: () => Promise<Given>,
): Promise<readonly Given[]> {
  const given: Given[] = [];
  let left = count;
  const run = async () => {
    while (left-- > 0) given.push(await act());
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  return given;
}

/** Calls `act` so many times a second, in slices of a few ms. */
export async function atRate(perSecond: number, seconds: number, act: () => void): Promise<void> {
  const begin = performance.now();
  for (let done = 0; done < perSecond * seconds; ) {
    const due = Math.min(perSecond * seconds, ((performance.now() - begin) / 1_000) * perSecond);
    for (; done < due; done++) act();
    await sleep(5);
  }
}
