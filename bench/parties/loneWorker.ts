import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../local/host/worker/environment.ts';
import { startWorker } from '../../local/host/worker/workerProcess.ts';
import type { StreamTarget } from './openStream.ts';

/** A worker that is called as the host calls it, without the host's proxy in between. */
export interface LoneWorker {
  readonly pid: number | undefined;
  /** Starts an invocation; its request must follow, at once, to this target. */
  invoke(): StreamTarget;
  stop(): Promise<void>;
}

/** Starts the deployable in the built-in host's worker process. */
export async function startLoneWorker(
  settings: Readonly<Record<string, string>>,
): Promise<LoneWorker> {
  const appDir = join(import.meta.dirname, '../../dist/app');
  const environment = { ...inheritedEnvironment(), ...settings, FUNCTIONS_WORKER_RUNTIME: 'node' };
  const worker = await startWorker(appDir, 'main.js', environment, () => {});
  const port = Number(new URL(worker.capabilities.HttpUri ?? '').port);
  const bindings = worker.functions.find(({ name }) => name === 'chatCompletions')?.bindings ?? {};
  const [trigger = ''] =
    Object.entries(bindings).find(([, { type }]) => type === 'httpTrigger') ?? [];
  return {
    pid: worker.pid,
    invoke() {
      const invocationId = randomUUID();
      const [trace, span] = [16, 8].map((bytes) => randomBytes(bytes).toString('hex'));
      const invocation = worker.invoke({
        invocationId,
        functionId: 'chatCompletions',
        inputData: [{ name: trigger, data: {} }],
        triggerMetadata: {},
        traceContext: { traceParent: `00-${trace}-${span}-01`, traceState: '' },
      });
      invocation.catch(() => {}); // the caller sees it in the answer
      return {
        port,
        path: '/api/v1/chat/completions',
        headers: {
          'x-forwarded-host': 'localhost',
          'x-forwarded-proto': 'http',
          'x-ms-invocation-id': invocationId,
        },
      };
    },
    stop: async () => worker.kill(),
  };
}
