import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { JobStore } from '../../src/jobs/storage.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { recordSpan, startJobStore } from './startJobStore.ts';

const storage = startJobStore();

const fails = async (): Promise<never> => {
  throw new AppError('model_unavailable', 'The model failed to answer.');
};
const refuses = async (): Promise<never> => {
  throw new AppError('storage_unavailable', 'no');
};

/** The last delivery of a message, on a store that refuses some calls. */
async function deliverLast(body: unknown, id: string, change: Partial<JobStore> = {}) {
  const jobs = storage.startWorker(fails, { maxDequeueCount: 3 }, { ...storage.store, ...change });
  const recorded = recordSpan();
  await jobs.run(jobs.readMessage(body, id, 3), recorded.span);
  return recorded;
}

/** What the poison trigger makes of a message of its queue: its own copy, under an ID of its own. */
async function buryPoison(body: unknown): Promise<void> {
  const jobs = storage.startWorker(fails);
  await jobs.bury(jobs.readMessage(body, undefined), recordSpan().span);
}

/** The poison queue's messages, which are hidden for a while. */
function keepPoison() {
  const texts: string[] = [];
  const enqueuePoison = async (text: string) => void texts.push(text);
  return { texts, enqueuePoison };
}

const resultOf = async (job: string) => storage.store.readResult(job);

describe('the last delivery', () => {
  it('ends the job with what it failed by behind it', async () => {
    const { ends } = await deliverLast({ job: 'cause', request: campingRequest }, randomUUID());
    expect(ends).toMatchObject([
      { code: 'retries_exhausted', cause: { kind: 'model_unavailable' } },
    ]);
    expect(await resultOf('cause')).toMatchObject({ error: { code: 'retries_exhausted' } });
  });

  it('takes no word of the message itself for how often it was delivered', async () => {
    const jobs = storage.startWorker(fails, { maxDequeueCount: 3 });
    const body = { ...campingRequest, dequeueCount: 9 };
    expect(jobs.readMessage(body, randomUUID(), 9).delivery).toBe(1);
    expect(jobs.readMessage(campingRequest, randomUUID(), 'x').delivery).toBe(1);
  });

  it('without storage for its result: each message of one text keeps its name in the poison queue', async () => {
    const { texts, enqueuePoison } = keepPoison();
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of ids) {
      const { ends } = await deliverLast(campingRequest, id, {
        writeResult: refuses,
        enqueuePoison,
      });
      expect(ends).toMatchObject([{ code: 'storage_unavailable' }]);
    }
    for (const text of texts) await buryPoison(JSON.parse(text));
    for (const id of ids) {
      expect(await resultOf(`message-${id}`)).toMatchObject({ status: 'failed' });
    }
  });

  it('when its result is written and the message of it is not: the poison trigger tells of that result', async () => {
    const { texts, enqueuePoison } = keepPoison();
    const id = randomUUID();
    await deliverLast(campingRequest, id, { sendResult: refuses, enqueuePoison });
    await storage.take('inference-results');
    for (const text of texts) await buryPoison(JSON.parse(text));
    const told = (await storage.take('inference-results')).map(({ body }) => body);
    expect(told).toMatchObject([{ job: `message-${id}`, error: { code: 'retries_exhausted' } }]);
    expect(told[0]).toHaveProperty('result');
  });

  it('of a request too long for a name beside it goes to the poison queue as it is', async () => {
    const { texts, enqueuePoison } = keepPoison();
    const content = 'x'.repeat(65_480);
    const body = { messages: [{ role: 'user', content }] };
    await deliverLast(body, randomUUID(), { writeResult: refuses, enqueuePoison });
    expect(texts.map((text) => Object.keys(JSON.parse(text)))).toEqual([['messages']]);
  });

  it('fails when storage takes nothing at all, so that the host keeps the message', async () => {
    const nothing = { writeRequest: refuses, enqueuePoison: refuses };
    await expect(
      deliverLast({ job: 'nothing', request: campingRequest }, randomUUID(), nothing),
    ).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  it('under the name of another request that waits is told of the conflict, and leaves that job alone', async () => {
    await deliverLast({ job: 'taken', request: campingRequest }, randomUUID(), {
      writeResult: refuses,
      enqueuePoison: async () => {},
    });
    await storage.take('inference-results');
    const other = { job: 'taken', request: { ...campingRequest, seed: 1 } };
    const { ends } = await deliverLast(other, randomUUID());
    expect(ends).toMatchObject([{ code: 'idempotency_conflict' }]);
    expect(await resultOf('taken')).toBeUndefined();
    const [told] = (await storage.take('inference-results')).map(({ body }) => body);
    expect(told).toMatchObject({ job: 'taken', error: { code: 'idempotency_conflict' } });
  });
});
