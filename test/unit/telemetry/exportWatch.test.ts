import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  createDiagLogger,
  oncePerEpisode,
  watchExports,
} from '../../../src/telemetry/exportWatch.ts';
import { until } from '../../time/until.ts';

it('of all that the SDK says, only the count of dropped spans is read', () => {
  const dropped: number[] = [];
  const logger = createDiagLogger((spans) => dropped.push(spans));
  logger.warn('Dropped 12 spans because maxQueueSize reached');
  logger.warn('Envelopes could not be exported', { message: 'canary' });
  logger.error('Dropped 3 of my friends');
  expect(dropped).toEqual([12]);
});

it('a run of events is told once, and the next run again', async () => {
  let told = 0;
  const event = oncePerEpisode(() => told++, 20);
  for (let index = 0; index < 4; index++) event();
  expect(told).toBe(1);
  // Asked every 50 ms, so that each is a run of its own.
  await until(
    'the next run to be told',
    () => {
      event();
      return told;
    },
    (count) => count > 1,
  );
});

it('waits for requests in flight, those that begin meanwhile included, and tells failures', async () => {
  const failures: (number | undefined)[] = [];
  const watch = watchExports((status) => failures.push(status));
  const ended: string[] = [];
  const send = (name: string, ms: number, status: number) =>
    watch.policy.sendRequest({} as never, async () => {
      await setTimeout(ms);
      ended.push(name);
      if (status === 0) throw new Error('canary');
      return { status } as never;
    });
  const first = send('first', 20, 200).then(() => send('second', 20, 503));
  const third = send('third', 30, 0).catch(() => {});
  await watch.settled();
  expect(ended).toEqual(['first', 'third', 'second']);
  expect(failures).toEqual([undefined, 503]);
  await Promise.all([first, third]);
});
