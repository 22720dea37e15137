import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import type { QueueOptions } from '../hostJson.ts';
import { callMs } from './keepLease.ts';

/** Outcome of a delivery; `unreadable`: it does not fit the encoding. */
export type Delivery = 'succeeded' | 'failed' | 'unreadable';

/**
 * Ends a delivery as the extension does. A message is deleted on success. On failure it is visible again after
 * `visibilityTimeout`; at `maxDequeueCount`, or at once when it is unreadable, it is copied to the poison queue. A
 * poison queue has no poison queue: a message that fails there stays until its lease ends.
 */
export async function settleMessage(
  queue: QueueClient,
  poison: QueueClient | undefined,
  { messageId, messageText, dequeueCount }: DequeuedMessageItem,
  popReceipt: string,
  delivery: Delivery,
  { maxDequeueCount, visibilityTimeoutMs }: QueueOptions,
): Promise<void> {
  const abortSignal = AbortSignal.timeout(callMs);
  if (delivery === 'succeeded') {
    await queue.deleteMessage(messageId, popReceipt, { abortSignal });
    return;
  }
  if (poison === undefined) return;
  if (delivery === 'failed' && dequeueCount < maxDequeueCount) {
    const seconds = Math.ceil(visibilityTimeoutMs / 1_000);
    await queue.updateMessage(messageId, popReceipt, undefined, seconds, { abortSignal });
    return;
  }
  await poison.createIfNotExists({ abortSignal });
  await poison.sendMessage(messageText, { abortSignal, messageTimeToLive: -1 });
  await queue.deleteMessage(messageId, popReceipt, { abortSignal });
}
