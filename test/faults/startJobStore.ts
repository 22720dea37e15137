import { QueueServiceClient } from '@azure/storage-queue';
import { beforeAll } from 'vitest';
import { createStorage } from '../../local/storage/createStorage.ts';
import { parseChatRequest } from '../../src/inference/request/chatRequest.ts';
import { createJobs } from '../../src/jobs/createJobs.ts';
import { type JobStore, openJobStore } from '../../src/jobs/storage.ts';
import type { InvocationSpan } from '../../src/telemetry/spans/invocationSpan.ts';
import { takeStorage } from '../storage.ts';

/** How long the first run of a job takes at most, and how often a message is delivered, unless a test says otherwise. */
const standard = { maxDequeueCount: 3, firstRunMs: 0 };

/** Jobs in this process, over an account of the test file's own. */
export function startJobStore() {
  let store: JobStore | undefined;
  const storage = takeStorage();
  const connectionString = () => storage;
  beforeAll(async () => {
    await createStorage(storage);
    store = openJobStore({ connectionString: storage }, { getToken: async () => null });
  });
  const open = (): JobStore => {
    if (store === undefined) throw new Error('the storage is not ready');
    return store;
  };
  const queueOf = (name: string) =>
    QueueServiceClient.fromConnectionString(connectionString()).getQueueClient(name);
  return {
    get store() {
      return open();
    },
    connectionString,
    queueOf,
    /** A worker: its jobs, over a store that a test may have changed, and a model of the test's. */
    startWorker: (
      complete: () => Promise<object>,
      limits: Partial<typeof standard> = {},
      over: JobStore = open(),
    ) =>
      createJobs(
        {
          callerOf: (name) => name,
          parse: parseChatRequest,
          checkModel: () => {},
          complete: () => complete() as never,
        },
        () => {},
        async () => over,
        { ...standard, ...limits },
      ),
    /** Takes what can be seen of a queue: each message's ID, and its text as JSON. */
    async take(name: string): Promise<{ messageId: string; body: Record<string, unknown> }[]> {
      const taken: { messageId: string; body: Record<string, unknown> }[] = [];
      for (;;) {
        const { receivedMessageItems } = await queueOf(name).receiveMessages({
          numberOfMessages: 32,
        });
        if (receivedMessageItems.length === 0) return taken;
        for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
          taken.push({ messageId, body: JSON.parse(messageText) });
          await queueOf(name).deleteMessage(messageId, popReceipt);
        }
      }
    },
  };
}

/** A span that keeps how its invocation ended. */
export function recordSpan() {
  const ends: unknown[] = [];
  const span: InvocationSpan = {
    sessionId: 'a-session',
    traceparent: undefined,
    setJob: () => {},
    setCaller: () => {},
    setRequest: () => {},
    setOutcome: (outcome) => void ends.push(outcome),
    setFailure: (thrown) => void ends.push(thrown),
  };
  return { span, ends };
}
