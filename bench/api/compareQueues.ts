import { randomUUID } from 'node:crypto';
import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite } from '../../local/storage/azurite.ts';
import { createStorage } from '../../local/storage/createStorage.ts';
import { print } from '../figures.ts';
import { startProcess } from '../startProcess.ts';
import { median, medianRatio } from '../statistics.ts';
import { startIngestion, startModel, toSettings, withParts } from './parts.ts';

const depth = 640;
const rounds = 5;
const atLeast = 0.8;
const request = { messages: [{ role: 'user', content: 'What should I pack?' }] };
const titles = {
  bare: 'loop',
  results: 'loop with results',
  app: 'app and host',
};
const names = ['bare', 'results', 'app'] as const;

type Name = (typeof names)[number];
type Drains = Readonly<Record<Name, () => Promise<{ readonly tookMs: number }>>>;

/**
 * Compares the queue of the app, in the built-in host, with a bare receive-and-delete loop, and with one that also makes
 * the storage calls of a result: on one Azurite, in turns, from a full queue to an empty one.
 */
export function compareQueues(): Promise<void> {
  return withParts(async (start) => {
    const free = { blob: 0, queue: 0, table: 0 };
    const first = await start(startAzurite({ ports: free, onExit: () => {} }));
    const { connectionString } = first;
    await first.stop();
    const settings = {
      ...toSettings(await start(startModel()), await start(startIngestion())),
      AzureWebJobsStorage: connectionString,
    };
    const app = await start(
      startProcess<object, { count: number }, { tookMs: number }>(
        new URL('queueHost.ts', import.meta.url),
        settings,
      ),
    );
    const loop = await start(
      startProcess<object, { loop: 'bare' | 'results' }, { tookMs: number }>(
        new URL('storageLoop.ts', import.meta.url),
        settings,
      ),
    );
    const drains: Drains = {
      bare: () => loop.run({ loop: 'bare' }),
      results: () => loop.run({ loop: 'results' }),
      app: () => app.run({ count: depth }),
    };
    const perSecond: Record<Name, number[]> = { bare: [], results: [], app: [] };
    for (let round = 0; round <= rounds; round++) {
      process.stderr.write(
        `\rqueue: ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}`,
      );
      const turn = await takeTurns(connectionString, drains);
      if (round > 0) for (const name of names) perSecond[name].push(turn[name]);
    }
    process.stderr.write('\n');
    printRatio(perSecond, 'app', 'bare', atLeast);
    printRatio(perSecond, 'results', 'bare');
    printRatio(perSecond, 'app', 'results');
  });
}

/**
 * Messages a second of each, on an Azurite that is warm: one turn is for that. It is a new one, at the same address, for
 * after a minute Azurite stops answering, for minutes, to throw away what so many deleted messages left behind.
 */
async function takeTurns(connectionString: string, drains: Drains): Promise<Record<Name, number>> {
  const portOf = (service: string) =>
    Number(new RegExp(`${service}Endpoint=http://[^:]+:(\\d+)`).exec(connectionString)?.[1]);
  const ports = { blob: portOf('Blob'), queue: portOf('Queue'), table: portOf('Table') };
  const azurite = await startAzurite({ ports, onExit: () => {} });
  const perSecond = { bare: 0, results: 0, app: 0 };
  try {
    await createStorage(connectionString);
    const queues = QueueServiceClient.fromConnectionString(connectionString);
    for (const name of ['results', ...names] as const) {
      await fill(queues);
      const { tookMs } = await drains[name]();
      await checkResults(queues, name === 'bare' ? 0 : depth);
      perSecond[name] = depth / (tookMs / 1_000);
    }
  } finally {
    await azurite.stop();
  }
  return perSecond;
}

function printRatio(
  perSecond: Readonly<Record<Name, readonly number[]>>,
  own: Name,
  theirs: Name,
  bound?: number,
): void {
  const ratio = medianRatio(perSecond[own], perSecond[theirs]);
  print(
    `queue, messages a second, ${titles[own]} / ${titles[theirs]}`,
    `${median(perSecond[own]).toFixed(0)} / ${median(perSecond[theirs]).toFixed(0)}, ratio ${ratio.toFixed(2)}`,
    bound === undefined ? undefined : `at least ${bound}`,
    bound === undefined || ratio >= bound,
  );
}

async function fill(queues: QueueServiceClient): Promise<void> {
  const queue = queues.getQueueClient('inference-requests');
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
