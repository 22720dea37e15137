import { join } from 'node:path';
import { readHostJson } from '../../local/host/hostJson.ts';
import { startQueueListener } from '../../local/host/queue/queueListener.ts';
import { inheritedEnvironment } from '../../local/host/worker/environment.ts';
import { startWorker } from '../../local/host/worker/workerProcess.ts';

// The deployable under the built-in host's worker and queue listener, which listens only while it is told to: a host that
// always does would take what is put on the queue for the others.

const settings = process.env as Record<string, string>;
const appDir = join(import.meta.dirname, '../../dist/app');
const { queues } = await readHostJson(appDir);
const environment = { ...inheritedEnvironment(), ...settings, FUNCTIONS_WORKER_RUNTIME: 'node' };
const worker = await startWorker(appDir, 'main.js', environment, () => {});
const functions = worker.functions.filter(({ bindings }) =>
  Object.values(bindings).some(({ type }) => type === 'queueTrigger'),
);

/** Listens until so many messages have succeeded and are deleted; resolves to the time in ms. */
async function listen(count: number): Promise<number> {
  const all = Promise.withResolvers<void>();
  let left = count;
  const invoke: typeof worker.invoke = (request) =>
    worker.invoke(request).finally(() => {
      if (--left === 0) all.resolve();
    });
  const counted: typeof worker = Object.create(worker, { invoke: { value: invoke } });
  const begin = performance.now();
  const listeners = functions.map((metadata) =>
    startQueueListener(metadata, settings.AzureWebJobsStorage ?? '', {
      queues,
      worker: () => counted,
      onError: () => process.exit(1),
      onFailure: () => process.exit(1), // its message would be delivered again, later
    }),
  );
  await all.promise;
  await Promise.all(listeners.map((listener) => listener.stop(5_000)));
  return performance.now() - begin;
}

process.on('disconnect', () => process.exit(1));
process.on('message', async ({ count }: { count: number }) => {
  process.send?.({ tookMs: await listen(count) });
});
process.send?.({});
