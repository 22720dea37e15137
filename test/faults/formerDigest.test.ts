import { expect, it } from 'vitest';
import { sha256 } from '../../src/values/sha256.ts';
import { recordSpan, startJobStore } from './startJobStore.ts';

// Blobs live 7 days: after an update those of the version before are met, whose digest counts nulls.

const storage = startJobStore();

const request = { model: null, messages: [{ role: 'user', content: 'hi' }], temperature: null };
const former = sha256(
  '{"messages":[{"content":"hi","role":"user"}],"model":null,"temperature":null}',
);

it('a job that the version before accepted is found again by its key', async () => {
  const jobs = storage.startWorker(async () => ({}));
  const key = 'from-before';
  const job = `job_${sha256(key).slice(0, 32)}`;
  const acceptedAt = new Date().toISOString();
  const blob = { job, request, requestSha256: former, traceparent: undefined, acceptedAt };
  await storage.store.writeRequest(blob);
  const headers = { idempotencyKey: key, conversation: undefined };
  const accept = (asked: object) => jobs.accept(asked as never, headers, recordSpan().span);
  expect((await accept(request)).id).toBe(job);
  await expect(accept({ ...request, seed: 1 })).rejects.toMatchObject({
    code: 'idempotency_conflict',
  });
});

it('a result that the version before wrote is told again, not called a conflict', async () => {
  const result = {
    job: 'old',
    status: 'succeeded',
    completion: {},
    requestSha256: former,
    sessionId: 'before',
    traceparent: undefined,
    createdAt: new Date().toISOString(),
  } as const;
  await storage.store.writeResult(result);
  const jobs = storage.startWorker(async () => ({}));
  const { span, ends } = recordSpan();
  await jobs.run(jobs.readMessage({ job: 'old', request }, undefined), span);
  expect(ends).toEqual(['duplicate']);
});
