import { createHash } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { modelAnswer, type Reply, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';

const answers = reply(200, modelAnswer);
let behave: Reply = answers;
const model = await startScriptedModel((response) => behave(response));
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  AZURE_OPENAI_FALLBACK_DEPLOYMENTS: '',
}));

const blobOf = (job: string) => `${createHash('sha256').update(job).digest('hex')}.json`;
const results = () => app.blobs.getContainerClient('inference-results');
const depth = async (queue: string) =>
  (await app.queues.getQueueClient(queue).getProperties()).approximateMessagesCount ?? 0;

async function send(jobs: readonly string[]): Promise<void> {
  const queue = app.queues.getQueueClient('inference-requests');
  for (let at = 0; at < jobs.length; at += 32) {
    const batch = jobs.slice(at, at + 32);
    await Promise.all(
      batch.map((job) => queue.sendMessage(JSON.stringify({ job, request: campingRequest }))),
    );
  }
}

/** Jobs that have a result, by what became of them. */
async function finished(): Promise<{ names: Set<string>; failed: number }> {
  const names = new Set<string>();
  let failed = 0;
  for await (const { name, metadata } of results().listBlobsFlat({ includeMetadata: true })) {
    names.add(name);
    if (metadata?.code !== undefined) failed += 1;
  }
  return { names, failed };
}

/** Result messages, each with the job and the session that it tells of. */
async function messages(): Promise<{ job: string; status: string; sessionId: string }[]> {
  const queue = app.queues.getQueueClient('inference-results');
  const told: { job: string; status: string; sessionId: string }[] = [];
  for (;;) {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
    if (receivedMessageItems.length === 0) return told;
    await Promise.all(
      receivedMessageItems.map(async ({ messageId, popReceipt, messageText }) => {
        told.push(JSON.parse(messageText));
        await queue.deleteMessage(messageId, popReceipt);
      }),
    );
  }
}

/** Waits for the queue to be empty: nothing is lost, each job has one result that every message tells of, none is poison. */
async function expectOneResultEach(jobs: readonly string[], limitMs: number): Promise<void> {
  await until(
    'the queue to be empty',
    () => depth('inference-requests'),
    (count) => count === 0,
    limitMs,
  );
  const { names, failed } = await finished();
  expect(jobs.filter((job) => !names.has(blobOf(job)))).toEqual([]);
  expect([names.size, failed]).toEqual([jobs.length, 0]);
  const sessions = new Map<string, Set<string>>(jobs.map((job) => [job, new Set()]));
  for (const { job, status, sessionId } of await messages()) {
    expect(status).toBe('succeeded');
    sessions.get(job)?.add(sessionId);
  }
  expect([...sessions].filter(([, told]) => told.size !== 1)).toEqual([]);
  expect(await depth('inference-requests-poison')).toBe(0);
}

afterEach(async () => {
  behave = answers;
  for await (const { name } of results().listBlobsFlat()) await results().deleteBlob(name);
  await app.queues.getQueueClient('inference-results').clearMessages();
});

describe('the queue', () => {
  it('1,000 messages with the worker killed twice: none lost, one result each, none in poison', async () => {
    const jobs = [...Array(1_000).keys()].map((index) => `killed-${index}`);
    behave = reply(200, modelAnswer, {}, 20);
    await send(jobs);
    for (const done of [200, 600]) {
      await until(
        'results',
        async () => (await finished()).names.size,
        (count) => count >= done,
        120_000,
      );
      const pid = app.stack.host?.workerPid();
      expect(pid).toBeGreaterThan(0);
      process.kill(Number(pid), 'SIGKILL');
      await until(
        'another worker',
        async () => app.stack.host?.workerPid(),
        (now) => now !== undefined && now !== pid,
      );
    }
    await expectOneResultEach(jobs, 240_000);
  });

  it('200 messages while the model answers 429 for 60 s: all succeed afterwards, none in poison', async () => {
    const jobs = [...Array(200).keys()].map((index) => `busy-${index}`);
    const end = Date.now() + 60_000;
    let refused = 0;
    behave = (response) => {
      if (Date.now() >= end) return answers(response);
      refused += 1;
      reply(429, {}, { 'retry-after': '1' })(response);
    };
    await send(jobs);
    await expectOneResultEach(jobs, 240_000);
    expect(refused).toBeGreaterThan(200);
  });

  it('500 jobs, each sent twice: one result each', async () => {
    const jobs = [...Array(500).keys()].map((index) => `twice-${index}`);
    await send(jobs.flatMap((job) => [job, job])); // both at once
    await expectOneResultEach(jobs, 240_000);
  });
});
