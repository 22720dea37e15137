import { describe, expect, it } from 'vitest';
import type { JobStore } from '../../src/jobs/storage.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';
import { recordSpan, startJobStore } from './startJobStore.ts';

const storage = startJobStore();
type Jobs = ReturnType<typeof storage.startWorker>;

const post = (jobs: Jobs, key: string, request: object = campingRequest) =>
  jobs.accept(
    request as never,
    { idempotencyKey: key, conversation: undefined },
    recordSpan().span,
  );

/** Runs what the queue shows until it is empty, hidden messages too; how many there were. */
async function runAll(jobs: Jobs): Promise<number> {
  let runs = 0;
  await until(
    'the queue to be empty',
    async () => {
      const messages = await storage.take('inference-requests');
      runs += messages.length;
      await Promise.all(
        messages.map(({ body, messageId }) =>
          jobs.run(jobs.readMessage(body, messageId, 1), recordSpan().span),
        ),
      );
      const { approximateMessagesCount } = await storage
        .queueOf('inference-requests')
        .getProperties();
      return approximateMessagesCount;
    },
    (count) => count === 0,
  );
  return runs;
}

describe('two deliveries at once under one name', () => {
  /** Two deliveries that both reach the model before either writes its result. */
  async function deliver(job: string, requests: readonly [object, object]) {
    const both = Promise.withResolvers<void>();
    let waiting = 0;
    const jobs = storage.startWorker(async () => {
      waiting += 1;
      if (waiting === 2) both.resolve();
      await both.promise;
      return { answer: 1 };
    });
    const spans = [recordSpan(), recordSpan()];
    await Promise.all(
      requests.map((request, index) => {
        const message = jobs.readMessage({ job, request }, undefined);
        return jobs.run(message, (spans[index] ?? recordSpan()).span);
      }),
    );
    const told = (await storage.take('inference-results')).map(({ body }) => body);
    return { told, ends: spans.flatMap(({ ends }) => ends) };
  }

  it('with different requests: the loser is told of the conflict, and the result is the first one’s', async () => {
    const { told, ends } = await deliver('different', [
      campingRequest,
      { ...campingRequest, seed: 1 },
    ]);
    const lost = told.find(({ status }) => status === 'failed');
    expect(told).toHaveLength(2);
    expect(told.find(({ status }) => status === 'succeeded')).toHaveProperty('result');
    expect(lost).toMatchObject({ job: 'different', error: { code: 'idempotency_conflict' } });
    expect(lost).not.toHaveProperty('result');
    expect(ends).toEqual([expect.objectContaining({ code: 'idempotency_conflict' })]);
    expect(await storage.store.readResult('different')).toMatchObject({ status: 'succeeded' });
  });

  it('with one request: both tell of the one result', async () => {
    const { told, ends } = await deliver('same', [
      campingRequest,
      { ...campingRequest, temperature: null },
    ]);
    expect(told).toMatchObject(Array(2).fill({ job: 'same', status: 'succeeded' }));
    expect(ends).toEqual(['duplicate']);
  });
});

describe('posts with one Idempotency-Key', () => {
  it('twenty at once, all before the first has set its mark, are one job and one call to the model', async () => {
    let calls = 0;
    const complete = async () => ({ answer: ++calls });
    const hidden: { message: object; delaySeconds: number }[] = []; // seen by the test at once, when the first has run
    const enqueue: JobStore['enqueue'] = async (message, delaySeconds) => {
      if (delaySeconds > 0) hidden.push({ message, delaySeconds });
      else await storage.store.enqueue(message, delaySeconds);
    };
    const over = { ...storage.store, enqueue, markEnqueued: async () => {} };
    const jobs = storage.startWorker(complete, { firstRunMs: 90_000 }, over);
    const accepted = await Promise.all(Array.from({ length: 20 }, () => post(jobs, 'twenty')));
    await runAll(jobs);
    await Promise.all(
      hidden.map(({ message }) =>
        jobs.run(jobs.readMessage(message, undefined), recordSpan().span),
      ),
    );
    for (const { delaySeconds } of hidden) expect(delaySeconds).toBeLessThanOrEqual(90);
    expect(new Set(accepted.map(({ id }) => id)).size).toBe(1);
    expect(calls).toBe(1);
    expect(await jobs.read(accepted[0]?.id ?? '', undefined)).toMatchObject({
      status: 'succeeded',
    });
  });

  /** The store of a process that ends right after the job's blob is written. */
  function diesAfterBlob(): { store: JobStore; dead: Promise<void> } {
    const { promise: dead, resolve } = Promise.withResolvers<void>();
    const enqueue = () => {
      resolve();
      return new Promise<never>(() => {});
    };
    return { store: { ...storage.store, enqueue }, dead };
  }

  it('the first killed after its blob was written: the second has the job run, when the first could have', async () => {
    const first = diesAfterBlob();
    void post(
      storage.startWorker(async () => ({}), {}, first.store),
      'killed',
    );
    await first.dead;
    let calls = 0;
    const complete = async () => ({ answer: ++calls });
    const jobs = storage.startWorker(complete, { firstRunMs: 2_000 });
    const { id } = await post(jobs, 'killed');
    await post(jobs, 'killed');
    expect(await runAll(jobs)).toBe(1); // the second’s mark is the third’s answer
    expect(calls).toBe(1);
    expect(await jobs.read(id, undefined)).toMatchObject({ status: 'succeeded' });
  });

  it('the first killed a moment ago: what the second sends is not seen yet', async () => {
    const first = diesAfterBlob();
    void post(
      storage.startWorker(async () => ({}), {}, first.store),
      'a-moment-ago',
    );
    await first.dead;
    await post(
      storage.startWorker(async () => ({}), { firstRunMs: 90_000 }),
      'a-moment-ago',
    );
    expect(await storage.take('inference-requests')).toEqual([]);
    const queue = storage.queueOf('inference-requests');
    expect((await queue.getProperties()).approximateMessagesCount).toBe(1);
    await queue.clearMessages();
  });

  it('the first killed long ago: the second is sent at once', async () => {
    const first = diesAfterBlob();
    void post(
      storage.startWorker(async () => ({}), {}, first.store),
      'long-ago',
    );
    await first.dead;
    const jobs = storage.startWorker(async () => ({}), { firstRunMs: 0 });
    const { id } = await post(jobs, 'long-ago');
    expect((await storage.take('inference-requests')).map(({ body }) => body.job)).toEqual([id]);
  });

  it.each([
    ['null and absent are one request', { temperature: null }, {}],
    ['absent and null too', {}, { stop: null, user: null }],
  ])('%s', async (name, first, second) => {
    const jobs = storage.startWorker(async () => ({}));
    const key = name.replaceAll(' ', '.');
    const { id } = await post(jobs, key, { ...campingRequest, ...first });
    expect((await post(jobs, key, { ...campingRequest, ...second })).id).toBe(id);
    await expect(post(jobs, key, { ...campingRequest, seed: 1 })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
  });
});
