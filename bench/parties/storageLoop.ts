import { QueueServiceClient } from '@azure/storage-queue';
import { toResultMessage } from '../../src/jobs/result.ts';
import { openJobStore } from '../../src/jobs/storage.ts';

// The peers of the queue, without host or app: `bare` receives and deletes as fast as it goes; `results` also makes, by the
// app's own store, the storage calls that a result costs: read it (404), write it, tell of it.

const { AzureWebJobsStorage: connectionString = '' } = process.env;
const queue =
  QueueServiceClient.fromConnectionString(connectionString).getQueueClient('inference-requests');
const store = openJobStore({ connectionString }, { getToken: async () => null });
const choices = [
  { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Pack a tent.' } },
];
const usage = { prompt_tokens: 10, completion_tokens: 100, total_tokens: 110 };

/** Empties the queue; resolves to the time in ms. */
async function drain(handle: (text: string) => Promise<void>): Promise<number> {
  const begin = performance.now();
  for (;;) {
    const { receivedMessageItems } = await queue.receiveMessages({
      numberOfMessages: 32,
      visibilityTimeout: 600,
    });
    if (receivedMessageItems.length === 0) return performance.now() - begin;
    await Promise.all(
      receivedMessageItems.map(async ({ messageId, popReceipt, messageText }) => {
        await handle(messageText);
        await queue.deleteMessage(messageId, popReceipt);
      }),
    );
  }
}

async function makeResult(text: string): Promise<void> {
  const { job } = JSON.parse(text) as { job: string };
  if ((await store.readResult(job)) !== undefined) throw new Error('a job that is done already');
  const result = {
    job,
    status: 'succeeded' as const,
    completion: { id: 'chatcmpl-1', object: 'chat.completion', created: 1, choices, usage },
    requestSha256: '0'.repeat(64),
    sessionId: job,
    traceparent: undefined,
    createdAt: new Date().toISOString(),
  };
  await store.writeResult(result);
  await store.sendResult(toResultMessage(result, store.resultPath(job)));
}

process.on('disconnect', () => process.exit(1));
process.on('message', async ({ loop }: { loop: 'bare' | 'results' }) => {
  process.send?.({ tookMs: await drain(loop === 'bare' ? async () => {} : makeResult) });
});
process.send?.({});
