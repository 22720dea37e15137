import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { campingRequest, startApp } from './startApp.ts';

const app = startApp();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Puts a text on the queue as another service does: from its own process, without this code. */
async function sendFromElsewhere(text: string): Promise<void> {
  const script = `
    const { QueueClient } = require('@azure/storage-queue');
    new QueueClient(process.env.STORAGE, 'inference-requests').sendMessage(process.env.TEXT);`;
  await promisify(execFile)(process.execPath, ['-e', script], {
    env: { ...process.env, STORAGE: app.stack.storage, TEXT: text },
  });
}

const send = (text: string) => app.queues.getQueueClient('inference-requests').sendMessage(text);

async function resultOf(job: string) {
  const results = app.blobs.getContainerClient('inference-results');
  const blob = results.getBlobClient(`${sha256(job)}.json`);
  await until(
    `the result of ${job}`,
    async () => {
      const names: string[] = [];
      for await (const { name } of results.listBlobsFlat()) names.push(name);
      return names;
    },
    (names) => names.includes(blob.name),
  );
  return JSON.parse((await blob.downloadToBuffer()).toString());
}

const seen: { job: string; status: string; [key: string]: unknown }[] = [];

/** Result messages of a job: takes messages from the queue until there are as many as wanted. */
async function messagesOf(job: string, count = 1) {
  const queue = app.queues.getQueueClient('inference-results');
  return until(
    'the result messages',
    async () => {
      const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
      for (const { messageText, messageId, popReceipt } of receivedMessageItems) {
        seen.push(JSON.parse(messageText));
        await queue.deleteMessage(messageId, popReceipt);
      }
      return seen.filter((message) => message.job === job);
    },
    (messages) => messages.length >= count,
  );
}

async function spansOf(session: string, count: number) {
  return until(
    'the rows of the session',
    () => app.rows('dependencies', session),
    (rows) => rows.length >= count,
  );
}

describe('a queue message', () => {
  it('from another process gives one result blob, one result message and the same tree', async () => {
    const job = `trip-${randomUUID()}`;
    await sendFromElsewhere(JSON.stringify({ job, request: campingRequest }));

    const result = await resultOf(job);
    expect(result).toMatchObject({
      job,
      status: 'succeeded',
      requestSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(result.completion.choices[0].message.content).toContain('tent');
    const messages = await messagesOf(job);
    expect(messages).toEqual([
      {
        job,
        status: 'succeeded',
        result: `inference-results/${sha256(job)}.json`,
        sessionId: result.sessionId,
        traceparent: result.traceparent,
      },
    ]);

    const spans = await spansOf(result.sessionId, 2);
    const invocation = spans.find(({ name }) => name === 'generate_completion');
    const chat = spans.find(({ name }) => name === 'chat gpt-4o');
    // The host writes no row for it, and gives it no trace.
    expect(invocation?.operation_ParentId).toBe('');
    const requests = await app.rows('requests');
    expect(requests.map((row) => row.operation_Id)).not.toContain(invocation?.operation_Id);
    expect(chat?.operation_ParentId).toBe(invocation?.id);
    expect(invocation?.customDimensions).toMatchObject({
      'faas.name': 'inferenceQueue',
      'faas.trigger': 'pubsub',
      'app.job': job,
      'app.outcome': 'ok',
    });
    expect(result.traceparent).toBe(`00-${invocation?.operation_Id}-${invocation?.id}-01`);
  });

  it('with a traceparent of its own continues that trace', async () => {
    const job = `traced-${randomUUID()}`;
    const trace = sha256(job).slice(0, 32);
    await send(
      JSON.stringify({
        job,
        request: campingRequest,
        traceparent: `00-${trace}-00f067aa0ba902b7-01`,
        conversation: 'trip-7',
      }),
    );
    const [invocation] = (await spansOf((await resultOf(job)).sessionId, 2)).filter(
      ({ name }) => name === 'generate_completion',
    );
    expect(invocation).toMatchObject({
      operation_Id: trace,
      operation_ParentId: '00f067aa0ba902b7',
    });
    expect(invocation?.customDimensions['gen_ai.conversation.id']).toBe('trip-7');
  });

  it.each([
    ['plain JSON of a bare chat request', (text: string) => text],
    ['base64 of JSON', (text: string) => Buffer.from(text).toString('base64')],
  ])('as %s is understood, under the name of its message ID', async (_name, encode) => {
    const { messageId } = await send(encode(JSON.stringify(campingRequest)));
    expect(await resultOf(`message-${messageId}`)).toMatchObject({ status: 'succeeded' });
  });

  it('delivered twice calls the model once and tells the one result twice', async () => {
    const job = `twice-${randomUUID()}`;
    const text = JSON.stringify({ job, request: campingRequest });
    await send(text);
    const first = await resultOf(job);
    await send(text);
    const messages = await messagesOf(job, 2);
    expect(messages[1]).toEqual(messages[0]);
    expect(await resultOf(job)).toEqual(first);
    const outcomes = await until(
      'both deliveries’ rows',
      async () =>
        (await app.rows('dependencies')).filter((row) => row.customDimensions['app.job'] === job),
      (rows) => rows.length >= 2,
    );
    expect(outcomes.map((row) => row.customDimensions['app.outcome']).sort()).toEqual([
      'duplicate',
      'ok',
    ]);
    expect(outcomes.map((row) => row.success)).toEqual(['True', 'True']);
  });

  it('with another request under a finished name is a conflict, and the result stays', async () => {
    const job = `conflict-${randomUUID()}`;
    await send(JSON.stringify({ job, request: campingRequest }));
    const first = await resultOf(job);
    await messagesOf(job, 1);
    await send(JSON.stringify({ job, request: { ...campingRequest, seed: 1 } }));
    const [, conflict] = await messagesOf(job, 2);
    expect(conflict).toMatchObject({ status: 'failed', error: { code: 'idempotency_conflict' } });
    expect(conflict).not.toHaveProperty('result');
    expect(await resultOf(job)).toEqual(first);
  });

  const wrong = (request: object) => JSON.stringify({ request });
  // The host does not matter here: one generation is enough.
  const once = it.skipIf(process.env.CALLSPAN_TEST_GENERATION);
  once.each<[string, string, string, string | null]>([
    ['that is not JSON', '{"request":', 'invalid_json', null],
    [
      'of base64 that is not UTF-8',
      Buffer.from([0xff, 0xfe]).toString('base64'),
      'invalid_json',
      null,
    ],
    ['with wrong types', wrong({ messages: 'hi' }), 'invalid_request', 'messages'],
    ['with an unknown key', wrong({ ...campingRequest, colour: 1 }), 'unknown_parameter', 'colour'],
    [
      'with an unknown envelope key',
      JSON.stringify({ request: campingRequest, colour: 1 }),
      'unknown_parameter',
      'colour',
    ],
    [
      'too deep',
      `{"request":{"messages":${'['.repeat(40)}${']'.repeat(40)}}}`,
      'invalid_request',
      null,
    ],
    ['with a prototype key', '{"request":{"__proto__":{"a":1}}}', 'invalid_request', '__proto__'],
    [
      'that wants a stream',
      wrong({ ...campingRequest, stream: true }),
      'invalid_request',
      'stream',
    ],
    [
      'with a job that is no name',
      JSON.stringify({ job: '../../x', request: campingRequest }),
      'invalid_request',
      'job',
    ],
  ])('%s is a failed result: no model call, no poison', async (_name, text, code, param) => {
    const { messageId } = await send(text);
    const job = `message-${messageId}`;
    const result = await resultOf(job);
    expect(result).toMatchObject({ status: 'failed', error: { code, param } });
    expect((await messagesOf(job))[0]).toMatchObject({ status: 'failed', error: { code } });
    const spans = await spansOf(result.sessionId, 1);
    expect(spans.map(({ name }) => name)).toEqual(['generate_completion']);
    expect(await app.rows('exceptions', result.sessionId)).toHaveLength(1);
    const poison = app.queues.getQueueClient('inference-requests-poison');
    expect((await poison.peekMessages()).peekedMessageItems).toEqual([]);
  });
});
