import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DequeuedMessageItem, QueueServiceClient } from '@azure/storage-queue';
import type { QueueOptions } from '../hostJson.ts';
import type { FunctionMetadata } from '../messages.ts';
import type { Worker } from '../worker/workerProcess.ts';
import { callMs, keepLease } from './keepLease.ts';
import { type Poll, receiveMessages } from './receiveMessages.ts';
import { decode, runMessage } from './runMessage.ts';
import { type Delivery, settleMessage } from './settleMessage.ts';

/** What a listener needs to run its function. */
export interface QueueListenerOptions {
  readonly queues: QueueOptions;
  worker(): Worker | undefined;
  onFailure(functionName: string, invocationId: string, text: string): void;
  /** Called with an error of the listener itself, which continues. */
  onError(error: unknown): void;
  /** Called for each poll of the queue. */
  onPoll?: ((poll: Poll) => void) | undefined;
  /** How long a message is leased, in ms; the real host's 10 minutes. */
  readonly leaseMs?: number | undefined;
}

/** A running queue trigger. */
export interface QueueListener {
  /** Takes no more messages, and waits at most `ms` for the running ones. */
  stop(ms: number): Promise<void>;
}

const firstPollMs = 100;
// The real host backs off to a minute; here a developer waits for a message just sent.
const lastPollMs = 1_000;

const poisonSuffix = '-poison';

/**
 * Runs a function for each message of a queue, as the Storage queues extension does. It leases up to `batchSize` at a
 * time, and more when at most `newBatchThreshold` are running. It renews a lease at half its time, and deletes a
 * message on success. A failed message is visible again after `visibilityTimeout`, and at `maxDequeueCount` it is
 * copied to `{queue}-poison`.
 */
export function startQueueListener(
  { name, bindings }: FunctionMetadata,
  connectionString: string,
  options: QueueListenerOptions,
): QueueListener {
  const [bindingName = '', binding] =
    Object.entries(bindings).find(([, { type }]) => type === 'queueTrigger') ?? [];
  const { queue, poison } = openQueues(connectionString, `${binding?.queueName}`);
  const { queues, worker, leaseMs = 600_000, onPoll = () => {} } = options;
  const stopping = new AbortController();

  /** Takes none while there is no worker, which may be temporary. */
  const receive = async (): Promise<readonly DequeuedMessageItem[]> => {
    if (worker() === undefined) return [];
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(callMs)]);
    return receiveMessages(queue, queues.batchSize, leaseMs, signal, onPoll);
  };
  const run = async (message: DequeuedMessageItem): Promise<Delivery> => {
    const text = decode(message.messageText, queues.messageEncoding);
    if (text === undefined) return 'unreadable';
    const invocationId = randomUUID();
    try {
      await runMessage(worker(), { functionId: name, bindingName }, invocationId, message, text);
      return 'succeeded';
    } catch (error) {
      options.onFailure(name, invocationId, error instanceof Error ? error.message : String(error));
      return 'failed';
    }
  };
  const handle = async (message: DequeuedMessageItem) => {
    const lease = keepLease(queue, message, leaseMs);
    const delivery = await run(message);
    await settleMessage(queue, poison, message, await lease.end(), delivery, queues);
  };

  const inHand = new Set<Promise<void>>();
  const take = (message: DequeuedMessageItem) => {
    const handled = handle(message).catch((error: unknown) => {
      // A storage call failed: the lease expires by itself.
      if (!isStorageError(error)) options.onError(error);
    });
    inHand.add(handled);
    void handled.then(() => inHand.delete(handled));
  };
  const polling = pollQueue(queues, receive, take, inHand, stopping.signal);
  return {
    async stop(ms) {
      stopping.abort();
      await polling;
      const late = sleep(ms, undefined, { ref: false });
      await Promise.race([Promise.all(inHand), late]);
    },
  };
}

/** Polls for messages until it is stopped: at once after a full batch, else after a pause that grows while none arrive. */
async function pollQueue(
  { batchSize, newBatchThreshold }: QueueOptions,
  receive: () => Promise<readonly DequeuedMessageItem[]>,
  take: (message: DequeuedMessageItem) => void,
  inHand: ReadonlySet<Promise<void>>,
  signal: AbortSignal,
): Promise<void> {
  let pause = firstPollMs;
  while (!signal.aborted) {
    const messages = inHand.size <= newBatchThreshold ? await receive() : [];
    for (const message of messages) take(message);
    pause = messages.length > 0 ? firstPollMs : Math.min(pause * 2, lastPollMs);
    const waits = [sleep(pause, undefined, { signal }).catch(() => {})];
    if (inHand.size > newBatchThreshold) await Promise.race([...inHand, ...waits]);
    else if (messages.length < batchSize) await Promise.all(waits);
  }
}

/** A queue and its poison queue; a poison queue has no poison queue. */
function openQueues(connectionString: string, name: string) {
  const service = QueueServiceClient.fromConnectionString(connectionString, {
    retryOptions: { maxTries: 1 },
  });
  return {
    queue: service.getQueueClient(name),
    poison: name.endsWith(poisonSuffix)
      ? undefined
      : service.getQueueClient(`${name}${poisonSuffix}`),
  };
}

function isStorageError(error: unknown): boolean {
  return error instanceof Error && /^(RestError|AbortError|TimeoutError)$/.test(error.name);
}
