import { randomUUID } from 'node:crypto';
import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite } from '../local/storage/azurite.ts';
import { createStorage } from '../local/storage/createStorage.ts';
import { build } from '../scripts/build.ts';
import type { Benchmark } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { asCount } from './harness/texts.ts';
import { startProcess } from './parties/startProcess.ts';
import { startIngestion, startModel, toSettings, withParts } from './parties/withParts.ts';

const depth = 480;

type Drain = () => Promise<{ readonly tookMs: number }>;

/** From a full queue to an empty one, on one Azurite. */
export const benchmark: Benchmark = {
  measures: 'jobs from the queue: messages a second, against loops with the same storage calls',
  minutes: 2.5,
  turns: 4,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const free = { blob: 0, queue: 0, table: 0 };
      const first = await start(startAzurite({ ports: free, onExit: () => {} }));
      const { connectionString } = first;
      await first.stop();
      const settings = {
        ...toSettings(await start(startModel()), await start(startIngestion())),
        AzureWebJobsStorage: connectionString,
      };
      const startParty = <Command>(module: string) =>
        start(
          startProcess<object, Command, { tookMs: number }>(
            new URL(`parties/${module}`, import.meta.url),
            settings,
          ),
        );
      const app = await startParty<{ count: number }>('queueHost.ts');
      const loop = await startParty<{ loop: 'bare' | 'results' }>('storageLoop.ts');
      const drainResults = () => loop.run({ loop: 'results' });
      const takeTurn = (drain: Drain, results: number) => () =>
        onFreshAzurite(connectionString, drainResults, drain, results);
      const parties = {
        bare: takeTurn(() => loop.run({ loop: 'bare' }), 0),
        results: takeTurn(drainResults, depth),
        app: takeTurn(() => app.run({ count: depth }), depth),
      };
      await takeTurns('warming up', 1, parties);
      const { of, reference } = await takeTurns('queue', turns, parties);
      return [
        {
          title: `${depth} messages, a second`,
          columns: comparedColumns,
          reference,
          rows: [
            compared('app and host / loop with the same calls', of.app, of.results, asCount, {
              atLeast: 0.9,
            }),
            compared('loop with the same calls / bare loop', of.results, of.bare, asCount),
            compared('app and host / bare loop', of.app, of.bare, asCount),
          ],
        },
      ];
    });
  },
};

/**
 * Messages a second, on an Azurite that is warm: one loop is for that. It is a new one, at the same address, for after a
 * minute Azurite stops answering, for minutes, to throw away what so many deleted messages left behind.
 */
async function onFreshAzurite(
  connectionString: string,
  warmUp: Drain,
  drain: Drain,
  results: number,
): Promise<number> {
  const portOf = (service: string) =>
    Number(new RegExp(`${service}Endpoint=http://[^:]+:(\\d+)`).exec(connectionString)?.[1]);
  const ports = { blob: portOf('Blob'), queue: portOf('Queue'), table: portOf('Table') };
  const azurite = await startAzurite({ ports, onExit: () => {} });
  try {
    await createStorage(connectionString);
    const queues = QueueServiceClient.fromConnectionString(connectionString);
    await fill(queues);
    await warmUp();
    await checkResults(queues, depth);
    await fill(queues);
    const { tookMs } = await drain();
    await checkResults(queues, results);
    return depth / (tookMs / 1_000);
  } finally {
    await azurite.stop();
  }
}

async function fill(queues: QueueServiceClient): Promise<void> {
  const queue = queues.getQueueClient('inference-requests');
  const request = { messages: [{ role: 'user', content: 'What should I pack?' }] };
  let left = depth;
  const send = async () => {
    while (left-- > 0) await queue.sendMessage(JSON.stringify({ job: randomUUID(), request }));
  };
  await Promise.all(Array.from({ length: 16 }, send));
}

/** Throws unless so many results have been told and no request is left; then forgets the results. */
async function checkResults(queues: QueueServiceClient, count: number): Promise<void> {
  const lengthOf = async (queue: string) =>
    (await queues.getQueueClient(queue).getProperties()).approximateMessagesCount;
  const told = await lengthOf('inference-results');
  const left = await lengthOf('inference-requests');
  if (told !== count || left !== 0) throw new Error(`${told} results, and ${left} requests left`);
  await queues.getQueueClient('inference-results').clearMessages();
}
