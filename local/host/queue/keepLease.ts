import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';

/** Time limit of one call to the queue, in ms. */
export const callMs = 10_000;

/** Renews a message's lease at half its time until `end`, which gives the valid pop receipt. */
export function keepLease(queue: QueueClient, message: DequeuedMessageItem, leaseMs: number) {
  let { popReceipt } = message;
  let renewing: Promise<void> = Promise.resolve();
  const renew = async () => {
    try {
      const seconds = Math.ceil(leaseMs / 1_000);
      const abortSignal = AbortSignal.timeout(callMs);
      const { messageId } = message;
      const renewed = await queue.updateMessage(messageId, popReceipt, undefined, seconds, {
        abortSignal,
      });
      popReceipt = renewed.popReceipt ?? popReceipt;
    } catch {
      // The next renewal may succeed; if none does, the message is delivered again, as in Azure.
    }
  };
  const timer = setInterval(() => {
    renewing = renew();
  }, leaseMs / 2);
  return {
    async end(): Promise<string> {
      clearInterval(timer);
      await renewing;
      return popReceipt;
    },
  };
}
