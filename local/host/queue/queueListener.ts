import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DequeuedMessageItem, QueueServiceClient } from '@azure/storage-queue';
import type { QueueOptions } from '../hostJson.ts';
import type { FunctionMetadata } from '../messages.ts';
import { topLevel, toTriggerMetadata } from '../triggerMetadata.ts';
import type { Worker } from '../worker/workerProcess.ts';
import { keepLease } from './keepLease.ts';

/** What a listener needs to run its function. */
export interface QueueListenerOptions {
  readonly queues: QueueOptions;
  worker(): Worker | undefined;
  onFailure(functionName: string, invocationId: string, text: string): void;
  /** An error of the listener itself, which goes on. */
  onError(error: unknown): void;
  /** Called with each call to the queue for messages. */
  onPoll?: ((poll: Poll) => void) | undefined;
  /** How long a message is leased, in ms; the real host's 10 minutes. */
  readonly leaseMs?: number | undefined;
}

/** A call to the queue for messages. */
export interface Poll {
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly success: boolean;
}

/** A queue trigger at work. */
export interface QueueListener {
  /** Takes no more messages, and waits at most `ms` for those in hand. */
  stop(ms: number): Promise<void>;
}

const callMs = 10_000;
const firstPollMs = 100;
// The real host backs off to a minute; a developer waits for the message just sent.
const lastPollMs = 1_000;

const poisonSuffix = '-poison';

/**
 * Runs a function for each message of a queue, as the Storage queues extension does: up to `batchSize` leased at a time
 * and more when no more than `newBatchThreshold` are in hand, the lease renewed at its half, the message deleted on
 * success; on failure visible again after `visibilityTimeout`, and at `maxDequeueCount` copied to `{queue}-poison`.
 */
export function startQueueListener(
  { name, bindings }: FunctionMetadata,
  connectionString: string,
  options: QueueListenerOptions,
): QueueListener {
  const [bindingName, binding] =
    Object.entries(bindings).find(([, { type }]) => type === 'queueTrigger') ?? [];
  const queueName = `${binding?.queueName}`;
  const service = QueueServiceClient.fromConnectionString(connectionString, {
    retryOptions: { maxTries: 1 },
  });
  const queue = service.getQueueClient(queueName);
  const poison = queueName.endsWith(poisonSuffix)
    ? undefined
    : service.getQueueClient(`${queueName}${poisonSuffix}`);
  const stopping = new AbortController();
  const inHand = new Set<Promise<void>>();
  const { queues, leaseMs = 600_000 } = options;

  const poll = async () => {
    let pause = firstPollMs;
    while (!stopping.signal.aborted) {
      const messages = inHand.size <= queues.newBatchThreshold ? await receive() : [];
      for (const message of messages) {
        const run = handle(message).catch((error: unknown) => {
          // A storage call that failed: the lease ends by itself.
          if (!isStorageError(error)) options.onError(error);
        });
        inHand.add(run);
        void run.then(() => inHand.delete(run));
      }
      pause = messages.length > 0 ? firstPollMs : Math.min(pause * 2, lastPollMs);
      const waits = [sleep(pause, undefined, { signal: stopping.signal }).catch(() => {})];
      if (inHand.size > queues.newBatchThreshold) await Promise.race([...inHand, ...waits]);
      else if (messages.length < queues.batchSize) await Promise.all(waits);
    }
  };

  /** None while there is no worker, when the queue is not there yet, or storage does not answer: all may pass. */
  const receive = async (): Promise<readonly DequeuedMessageItem[]> => {
    if (options.worker() === undefined) return [];
    const startedAt = Date.now();
    const start = performance.now();
    const tell = (success: boolean) => {
      const durationMs = performance.now() - start;
      options.onPoll?.({ url: queue.url, startedAt, durationMs, success });
    };
    try {
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: Math.min(queues.batchSize, 32),
        visibilityTimeout: Math.ceil(leaseMs / 1_000),
        abortSignal: AbortSignal.any([stopping.signal, AbortSignal.timeout(callMs)]),
      });
      tell(true);
      return receivedMessageItems;
    } catch {
      tell(false);
      return [];
    }
  };

  const handle = async (message: DequeuedMessageItem) => {
    const lease = keepLease(queue, message, leaseMs);
    const text = decode(message.messageText, queues.messageEncoding);
    const succeeded = text !== undefined && (await run(message, text));
    const popReceipt = await lease.end();
    const abortSignal = AbortSignal.timeout(callMs);
    if (succeeded) {
      await queue.deleteMessage(message.messageId, popReceipt, { abortSignal });
    } else if (text === undefined || message.dequeueCount >= queues.maxDequeueCount) {
      if (poison === undefined) return; // no poison queue of a poison queue: it stays until its lease ends
      await poison.createIfNotExists({ abortSignal });
      await poison.sendMessage(message.messageText, { abortSignal, messageTimeToLive: -1 });
      await queue.deleteMessage(message.messageId, popReceipt, { abortSignal });
    } else if (poison !== undefined) {
      const seconds = Math.ceil(queues.visibilityTimeoutMs / 1_000);
      await queue.updateMessage(message.messageId, popReceipt, undefined, seconds, { abortSignal });
    }
  };

  const run = async (message: DequeuedMessageItem, text: string): Promise<boolean> => {
    const invocationId = randomUUID();
    try {
      const worker = options.worker();
      if (worker === undefined) throw new Error('There is no worker at the moment.');
      await worker.invoke({
        invocationId,
        functionId: name,
        inputData: [{ name: bindingName ?? '', data: { string: text } }],
        triggerMetadata: toTriggerMetadata(
          {
            QueueTrigger: text,
            DequeueCount: message.dequeueCount,
            ExpirationTime: message.expiresOn,
            Id: message.messageId,
            InsertionTime: message.insertedOn,
            NextVisibleTime: message.nextVisibleOn,
            PopReceipt: message.popReceipt,
          },
          topLevel(text),
        ),
        // The real trigger has no trace: https://github.com/Azure/azure-sdk-for-net/issues/49793
        traceContext: { traceParent: '', traceState: '' },
      });
    } catch (error) {
      options.onFailure(name, invocationId, error instanceof Error ? error.message : String(error));
      return false;
    }
    return true;
  };

  const polling = poll();
  return {
    async stop(ms) {
      stopping.abort();
      await polling;
      const late = sleep(ms, undefined, { ref: false });
      await Promise.race([Promise.all(inHand), late]);
    },
  };
}

function isStorageError(error: unknown): boolean {
  return error instanceof Error && /^(RestError|AbortError|TimeoutError)$/.test(error.name);
}

/** The text of a message; undefined when it is not what the encoding says. */
function decode(text: string, encoding: QueueOptions['messageEncoding']): string | undefined {
  if (encoding === 'none') return text;
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isBase64 ? Buffer.from(text, 'base64').toString('utf8') : undefined;
}
