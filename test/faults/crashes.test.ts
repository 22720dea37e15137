import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { beforeAll, describe, expect, it } from 'vitest';
import { createStorage } from '../../local/storage/createStorage.ts';
import { AppError } from '../../src/errors.ts';
import { createJobs, type Jobs } from '../../src/jobs/createJobs.ts';
import { type JobStore, openJobStore } from '../../src/jobs/storage.ts';
import type { InvocationSpan } from '../../src/telemetry/spans/invocationSpan.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { takeStorage } from '../storage.ts';
import { until } from '../time/until.ts';

// A process that ends between two calls to storage: after so many calls nothing of it goes on, and what the next process
// finds is what lies in Azurite.

const storage = takeStorage();
let store: JobStore;
let queues: QueueServiceClient;
let blobs: BlobServiceClient;
beforeAll(async () => {
  const connectionString = storage;
  await createStorage(connectionString);
  store = openJobStore({ connectionString }, { getToken: async () => null });
  queues = QueueServiceClient.fromConnectionString(connectionString);
  blobs = BlobServiceClient.fromConnectionString(connectionString);
});

/** The store, with something done before each call to storage. */
function before(onCall: () => Promise<void>): JobStore {
  const calls = Object.entries(store).map(([name, call]) => [
    name,
    name === 'resultPath'
      ? call
      : async (...args: unknown[]) => {
          await onCall();
          return (call as (...args: unknown[]) => unknown)(...args);
        },
  ]);
  return Object.fromEntries(calls) as JobStore;
}

/** A store whose process ends after so many calls: nothing that waits for one more goes on. */
function killedAfter(calls: number) {
  let left = calls;
  const { promise: dead, resolve: die } = Promise.withResolvers<false>();
  const killed = before(async () => {
    if (left-- > 0) return;
    die(false);
    await new Promise(() => {});
  });
  return { killed, dead };
}

const span: InvocationSpan = {
  sessionId: 'a-session',
  traceparent: undefined,
  setJob: () => {},
  setCaller: () => {},
  setRequest: () => {},
  setOutcome: () => {},
  setFailure: () => {},
};

/** A worker: its jobs, and how often it called the model. */
function startWorker(
  over: JobStore = store,
  complete: (call: number) => Promise<object> = async () => ({ answer: 1 }),
  callerOf: () => undefined = () => undefined,
) {
  let calls = 0;
  const inference = {
    callerOf,
    parse: (value: unknown) => value as never,
    checkModel: () => {},
    complete: () => complete(++calls) as never,
  };
  const jobs = createJobs(
    inference,
    () => {},
    async () => over,
    { maxDequeueCount: 3, firstRunMs: 0 },
  );
  return { jobs, calls: () => calls };
}

const run = (jobs: Jobs, body: unknown) => jobs.run(jobs.readMessage(body, undefined), span);
const bury = (jobs: Jobs, body: unknown) => jobs.bury(jobs.readMessage(body, undefined), span);
const accept = (jobs: Jobs, key: string) =>
  jobs.accept(campingRequest as never, { idempotencyKey: key, conversation: undefined }, span);

/** Runs the work on processes that end after 0, 1, 2… calls, and each time what comes after it; ends when one survives. */
async function atEachCrash(
  work: (worker: ReturnType<typeof startWorker>, job: string) => Promise<unknown>,
  afterwards: (job: string, crashAfter: number) => Promise<void>,
  name: string,
  complete?: () => Promise<object>,
): Promise<number> {
  for (let crashAfter = 0; ; crashAfter++) {
    const job = `${name}-${crashAfter}`;
    const { killed, dead } = killedAfter(crashAfter);
    const survived = await Promise.race([
      work(startWorker(killed, complete), job).then(() => true),
      dead,
    ]);
    await afterwards(job, crashAfter);
    if (survived) return crashAfter;
  }
}

async function drain(queue: string): Promise<Record<string, unknown>[]> {
  const client = queues.getQueueClient(queue);
  const texts: string[] = [];
  for (;;) {
    const { receivedMessageItems } = await client.receiveMessages({ numberOfMessages: 32 });
    if (receivedMessageItems.length === 0) return texts.map((text) => JSON.parse(text));
    for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
      texts.push(messageText);
      await client.deleteMessage(messageId, popReceipt);
    }
  }
}

/** What is known of a job afterwards: one result, and messages that all tell of it. */
async function resultOf(job: string) {
  const messages = (await drain('inference-results')).filter((message) => message.job === job);
  const result = await store.readResult(job);
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) {
    expect(message).toMatchObject({ status: result?.status, result: store.resultPath(job) });
  }
  return result;
}

it('a job whose caller is refused by the time of its second delivery is the same job', async () => {
  const body = { job: 'twice', request: campingRequest };
  await run(startWorker().jobs, body);
  const refusing = startWorker(store, undefined, () => {
    throw new AppError('invalid_request', 'caller: there is no such caller, or it is disabled.');
  });
  await run(refusing.jobs, body);
  expect(await resultOf('twice')).toMatchObject({ status: 'succeeded' });
});

describe('a process killed between two calls to storage', () => {
  it('while it accepts: the caller asks again, and the job runs to one result', async () => {
    const calls = await atEachCrash(
      ({ jobs }, job) => accept(jobs, job),
      async (key) => {
        const { jobs, calls: modelCalls } = startWorker();
        const job = await accept(jobs, key);
        const messages = await drain('inference-requests');
        expect(messages.length).toBeGreaterThan(0);
        for (const message of messages) await run(jobs, message);
        expect(modelCalls()).toBe(1);
        expect(await resultOf(job.id)).toMatchObject({ status: 'succeeded' });
      },
      'accept',
    );
    expect(calls).toBe(3);
  });

  it.each<[string, object, number]>([
    ['a request in its message', { request: campingRequest }, 3],
    ['a request in its blob', { requestBlob: true }, 4],
  ])('while it runs %s: the next delivery gives one result', async (name, request, count) => {
    const calls = await atEachCrash(
      async ({ jobs }, job) => {
        if ('requestBlob' in request) {
          const about = { requestSha256: '', traceparent: undefined, acceptedAt: '' };
          await store.writeRequest({ job, request: campingRequest, ...about });
        }
        await run(jobs, { job, ...request });
      },
      async (job) => {
        const before = await store.readResult(job);
        const { jobs } = startWorker(store, async () => ({ answer: 2 }));
        await run(jobs, { job, ...request });
        const result = await resultOf(job);
        expect(result).toMatchObject({ status: 'succeeded' });
        if (before !== undefined) expect(result).toEqual(before);
      },
      name.replaceAll(' ', '.'),
    );
    expect(calls).toBe(count);
  });

  it('while it puts a job off: the next delivery and the message of ours give one result', async () => {
    const busy = async () => {
      throw new AppError('rate_limit_exceeded', 'busy', { retryAfterMs: 0 });
    };
    const calls = await atEachCrash(
      ({ jobs }, job) => run(jobs, { job, request: campingRequest }),
      async (job, crashAfter) => {
        const worker = startWorker();
        if (crashAfter < 3) await run(worker.jobs, { job, request: campingRequest });
        await until(
          'the message of ours to be seen',
          async () => {
            for (const message of await drain('inference-requests')) {
              await run(worker.jobs, message);
            }
            const found = await store.readResult(job);
            return found?.status ?? 'none';
          },
          (status) => status === 'succeeded',
        );
        expect(await resultOf(job)).toMatchObject({ status: 'succeeded' });
        expect(worker.calls()).toBe(1);
      },
      'throttled',
      busy,
    );
    expect(calls).toBe(3);
  });

  it('while it fails for good: the next delivery gives one result', async () => {
    const refused = async () => {
      throw new AppError('content_filter', 'no');
    };
    await atEachCrash(
      ({ jobs }, job) => run(jobs, { job, request: campingRequest }),
      async (job) => {
        await run(startWorker(store, refused).jobs, { job, request: campingRequest });
        expect(await resultOf(job)).toMatchObject({ error: { code: 'content_filter' } });
      },
      'failing',
      refused,
    );
  });
});

describe('the poison trigger', () => {
  it('never throws, and loses no job, whatever storage does', async () => {
    for (let failAfter = 0; failAfter <= 5; failAfter++) {
      const job = `poison-${failAfter}`;
      const body = { job, request: campingRequest };
      // A storage that fails once, and then works.
      let left = failAfter;
      const flaky = before(async () => {
        if (left-- === 0) throw new AppError('storage_unavailable', 'x');
      });
      await bury(startWorker(flaky).jobs, body);
      const again = await queues
        .getQueueClient('inference-requests-poison')
        .getProperties()
        .then(({ approximateMessagesCount }) => approximateMessagesCount);
      await queues.getQueueClient('inference-requests-poison').clearMessages();
      expect(again).toBe(failAfter < 3 ? 1 : 0);
      await bury(startWorker().jobs, body); // as it comes again, or as it does not
      expect(await resultOf(job)).toMatchObject({ error: { code: 'retries_exhausted' } });
      expect((await store.readRequest(job))?.request).toMatchObject(body);
    }
  });

  it('killed at any point leaves a message that ends the job', async () => {
    await atEachCrash(
      ({ jobs }, job) => bury(jobs, { job, request: campingRequest }),
      async (job) => {
        await bury(startWorker().jobs, { job, request: campingRequest });
        expect(await resultOf(job)).toMatchObject({ error: { code: 'retries_exhausted' } });
      },
      'buried',
    );
  });
});

describe('two workers at once', () => {
  it('give one result, and both tell of it', async () => {
    for (let round = 0; round < 10; round++) {
      const job = `twice-${round}`;
      const body = { job, request: campingRequest };
      const workers = [1, 2].map((answer) => startWorker(store, async () => ({ answer })));
      await Promise.all(workers.map(({ jobs }) => run(jobs, body)));
      const messages = (await drain('inference-results')).filter((sent) => sent.job === job);
      expect(messages).toHaveLength(2);
      expect(await store.readResult(job)).toMatchObject({ status: 'succeeded' });
    }
  });

  it('asked with one key at once accept one job', async () => {
    const { jobs, calls } = startWorker();
    const accepted = await Promise.all([accept(jobs, 'key'), accept(jobs, 'key')]);
    expect(new Set(accepted.map(({ id }) => id)).size).toBe(1);
    for (const message of await drain('inference-requests')) await run(jobs, message);
    expect(calls()).toBe(1);
    const container = blobs.getContainerClient('inference-requests');
    let count = 0;
    for await (const _ of container.listBlobsFlat()) count += 1;
    expect(count).toBeGreaterThan(0);
  });
});
