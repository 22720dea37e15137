import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';

/** A call to the queue for messages. */
export interface Poll {
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly success: boolean;
}

/**
 * Takes up to a number of messages, each leased for `leaseMs`; none when the queue does not exist yet, or storage does
 * not answer.
 */
export async function receiveMessages(
  queue: QueueClient,
  numberOfMessages: number,
  leaseMs: number,
  abortSignal: AbortSignal,
  onPoll: (poll: Poll) => void,
): Promise<readonly DequeuedMessageItem[]> {
  const startedAt = Date.now();
  const start = performance.now();
  const tell = (success: boolean) =>
    onPoll({ url: queue.url, startedAt, durationMs: performance.now() - start, success });
  try {
    const { receivedMessageItems } = await queue.receiveMessages({
      numberOfMessages: Math.min(numberOfMessages, 32),
      visibilityTimeout: Math.ceil(leaseMs / 1_000),
      abortSignal,
    });
    tell(true);
    return receivedMessageItems;
  } catch {
    tell(false);
    return [];
  }
}
