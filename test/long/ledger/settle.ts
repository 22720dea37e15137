import { until } from '../../time/until.ts';
import type { Instance } from './instance.ts';
import type { Clients } from './storage.ts';

/**
 * Waits until no message waits, those that are hidden included, and nothing runs: what is listed while the last results are
 * written is wrong. Throws with what was seen last.
 */
export async function settle({ queues }: Clients, instances: readonly Instance[]): Promise<void> {
  const depth = (queue: string) =>
    queues
      .getQueueClient(queue)
      .getProperties()
      .then(
        ({ approximateMessagesCount }) => approximateMessagesCount ?? 0,
        () => 'no answer',
      );
  await until(
    'the queue and its poison to be empty, and nothing to run',
    async () => [
      await depth('inference-requests'),
      await depth('inference-requests-poison'),
      ...(await Promise.all(instances.map((instance) => instance.running()))),
    ],
    (seen) => seen.every((count) => count === 0),
    300_000,
  );
}
