import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import type { JobMessage } from '../../src/jobs/message.ts';
import type { JobStore } from '../../src/jobs/storage.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';
import { recordSpan, startJobStore } from './startJobStore.ts';

const storage = startJobStore();
const hour = 3_600_000;

const busy = (retryAfterMs?: number) => async (): Promise<object> => {
  throw new AppError('rate_limit_exceeded', 'busy', {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
};

/** Runs a message once on a worker whose model is busy; what it sent to its own queue, and how it ended. */
async function runOnce(body: object, complete: () => Promise<object> = busy(), messageId?: string) {
  const sent: { message: JobMessage; delaySeconds: number }[] = [];
  const enqueue: JobStore['enqueue'] = async (message, delaySeconds) => {
    sent.push({ message, delaySeconds });
  };
  const jobs = storage.startWorker(complete, {}, { ...storage.store, enqueue });
  const { span, ends } = recordSpan();
  await jobs.run(jobs.readMessage(body, messageId, 3), span);
  return { sent, ends };
}

describe('a job whose model is busy', () => {
  it('is put off: no error, no result, its request in its blob and a message of ours', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const start = Date.now();
    const { sent, ends } = await runOnce({
      job: 'first',
      request: campingRequest,
      traceparent,
      conversation: 'trip-7',
    });
    expect(ends).toEqual(['throttled']);
    expect(sent.map(({ message }) => message)).toEqual([
      {
        job: 'first',
        requestBlob: true,
        traceparent,
        conversation: 'trip-7',
        throttledSince: expect.any(String),
      },
    ]);
    const since = Date.parse(sent[0]?.message.throttledSince ?? '');
    expect(since).toBeGreaterThanOrEqual(start);
    expect(since).toBeLessThanOrEqual(Date.now());
    expect(await storage.store.readResult('first')).toBeUndefined();
    expect((await storage.store.readRequest('first'))?.request).toMatchObject({
      request: campingRequest,
      traceparent,
    });
    expect(await storage.take('inference-results')).toEqual([]);
  });

  it('without a name keeps the one that its first message gave it', async () => {
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
    const { sent } = await runOnce({ messages: campingRequest.messages }, busy(), id);
    expect(sent[0]?.message).toMatchObject({ job: `message-${id}`, requestBlob: true });
  });

  it('keeps the time of its first limit; a time that is none, or lies ahead, counts as now', async () => {
    const since = new Date(Date.now() - 2 * hour).toISOString();
    const again = await runOnce({ job: 'again', request: campingRequest, throttledSince: since });
    expect(again.sent[0]?.message.throttledSince).toBe(since);
    for (const throttledSince of ['yesterday', '', 7, new Date(Date.now() + hour).toISOString()]) {
      const { sent } = await runOnce({ job: 'again', request: campingRequest, throttledSince });
      const seen = Date.parse(sent[0]?.message.throttledSince ?? '');
      expect(Math.abs(Date.now() - seen)).toBeLessThan(60_000);
    }
  });

  it.each([
    ['what the model says', 7_000, 0, 7, 9],
    ['at least a second', 0, 0, 1, 1],
    ['at most an hour', 5 * hour, 0, 2_880, 3_600],
    ['30 s at first', undefined, 0, 30, 38],
    ['as long as it has waited', undefined, 4 * 60_000, 240, 301],
    ['at most 10 minutes', undefined, 20 * hour, 480, 600],
  ])('comes again after %s', async (_name, toldMs, waitedMs, least, most) => {
    const throttledSince = new Date(Date.now() - waitedMs).toISOString();
    const body = { job: 'delay', request: campingRequest, throttledSince };
    const seen = new Set<number>();
    for (let times = 0; times < 12; times++) {
      const { sent } = await runOnce(body, busy(toldMs));
      seen.add(sent[0]?.delaySeconds ?? -1);
    }
    for (const seconds of seen) {
      expect(seconds).toBeGreaterThanOrEqual(least);
      expect(seconds).toBeLessThanOrEqual(most);
    }
    if (most - least > 5) expect(seen.size).toBeGreaterThan(1);
  });

  it('fails with the limit’s code after 24 hours', async () => {
    const throttledSince = new Date(Date.now() - 24 * hour - 1).toISOString();
    const { sent, ends } = await runOnce({ job: 'old', request: campingRequest, throttledSince });
    expect(sent).toEqual([]);
    expect(ends).toEqual([expect.objectContaining({ code: 'rate_limit_exceeded' })]);
    expect(await storage.store.readResult('old')).toMatchObject({
      status: 'failed',
      error: { code: 'rate_limit_exceeded' },
    });
    expect(await storage.take('inference-results')).toHaveLength(1);
  });

  it.each<[ErrorCode, number, 'put off' | 'failed']>([
    ['caller_rate_limited', 23, 'put off'],
    ['caller_rate_limited', 47, 'put off'], // it may have waited for its day twice before
    ['caller_rate_limited', 49, 'failed'],
    ['rate_limit_exceeded', 25, 'failed'],
    ['caller_budget_exceeded', 25, 'put off'],
    ['caller_budget_exceeded', 47, 'put off'],
    ['caller_budget_exceeded', 49, 'failed'],
  ])('that meets %s is, %i hours after its first limit, %s', async (code, hours, then) => {
    const throttledSince = new Date(Date.now() - hours * hour).toISOString();
    const job = `${code}-${hours}`;
    const limit = async () => {
      throw new AppError(code, 'The limit.', { retryAfterMs: 60_000 });
    };
    const body = { job, request: campingRequest, caller: 'mobile', throttledSince };
    const { sent, ends } = await runOnce(body, limit);
    if (then === 'put off') {
      expect(ends).toEqual(['throttled']);
      expect(sent).toMatchObject([{ message: { job, caller: 'mobile', throttledSince } }]);
    } else {
      expect(ends).toEqual([expect.objectContaining({ code })]);
      expect(await storage.store.readResult(job)).toMatchObject({
        error: { code },
        caller: 'mobile',
      });
      await storage.take('inference-results');
    }
  });

  it('whose name belongs to another request is told of the conflict', async () => {
    await runOnce({ job: 'taken', request: campingRequest });
    const { sent, ends } = await runOnce({ job: 'taken', request: { ...campingRequest, seed: 1 } });
    expect(sent).toEqual([]);
    expect(ends).toEqual([expect.objectContaining({ code: 'idempotency_conflict' })]);
    expect((await storage.take('inference-results')).map(({ body }) => body)).toMatchObject([
      { job: 'taken', error: { code: 'idempotency_conflict' } },
    ]);
  });

  it('is delivered again when storage does not take the message', async () => {
    const enqueue = async () => {
      throw new AppError('storage_unavailable', 'x');
    };
    const jobs = storage.startWorker(busy(), {}, { ...storage.store, enqueue });
    const message = jobs.readMessage({ job: 'kept', request: campingRequest }, undefined, 1);
    await expect(jobs.run(message, recordSpan().span)).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });
});

it('of a hundred jobs at a model of twelve calls a round, all succeed, each once', async () => {
  let [calls, refused] = [0, 0];
  const complete = async () => {
    if (++calls > 12) {
      refused += 1;
      return busy(0)();
    }
    return { answer: 1 };
  };
  const jobs = storage.startWorker(complete);
  const names = Array.from({ length: 100 }, (_, n) => `many-${n}`);
  await Promise.all(
    names.map((job) => storage.store.enqueue({ job, request: campingRequest } as never, 0)),
  );
  await until(
    'the queue to be empty',
    async () => {
      for (;;) {
        const messages = await storage.take('inference-requests');
        if (messages.length === 0) break;
        calls = 0;
        await Promise.all(
          messages.map(({ body, messageId }) =>
            jobs.run(jobs.readMessage(body, messageId, 1), recordSpan().span),
          ),
        );
      }
      await sleep(20);
      const { approximateMessagesCount } = await storage
        .queueOf('inference-requests')
        .getProperties();
      return approximateMessagesCount;
    },
    (count) => count === 0,
  );
  expect(refused).toBeGreaterThanOrEqual(88);
  const told = (await storage.take('inference-results')).map(({ body }) => body);
  expect(told.map(({ job }) => job).sort()).toEqual([...names].sort());
  expect(told.every(({ status }) => status === 'succeeded')).toBe(true);
});
