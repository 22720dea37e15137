import { createServer } from 'node:http';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { AppError, toAppError } from '../../src/errors.ts';
import { type JobStore, openJobStore } from '../../src/jobs/storage.ts';
import { toExceptionEvent } from '../../src/telemetry/spans/exceptionEvent.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { recordSpan, startJobStore } from './startJobStore.ts';

const storage = startJobStore();
const noCredential = { getToken: async () => null };

/** What a service says in an answer that must go nowhere; as lines that look like frames, too. */
const canary = 'CANARY-of-the-service\n    at CANARY (services.js:1:1)';

const refusing = createServer((incoming, response) => {
  incoming.resume().on('end', () => {
    response.writeHead(403, {
      'content-type': 'application/xml',
      'x-ms-error-code': 'CANARYMismatch',
    });
    response.end(
      `<?xml version="1.0"?><Error><Code>CANARY</Code><Message>${canary}</Message></Error>`,
    );
  });
});
let refused: JobStore;
let unreachable: JobStore;
beforeAll(async () => {
  const port = await listen(refusing, 0);
  const at = (to: number) =>
    openJobStore(
      {
        connectionString: storage
          .connectionString()
          .replace(/(BlobEndpoint|QueueEndpoint)=http:\/\/[^/]+/g, `$1=http://127.0.0.1:${to}`),
      },
      noCredential,
    );
  refused = at(port);
  const closed = createServer();
  const free = await listen(closed, 0);
  await new Promise((resolve) => closed.close(resolve));
  unreachable = at(free);
});
afterAll(() => refusing.close());

const result = {
  job: 'a',
  status: 'succeeded',
  completion: {},
  requestSha256: '',
  sessionId: '',
  traceparent: undefined,
  createdAt: '',
} as const;

const calls: [string, (store: JobStore) => Promise<unknown>][] = [
  ['readRequest', (store) => store.readRequest('a')],
  ['writeRequest', (store) => store.writeRequest({ ...result, request: {}, acceptedAt: '' })],
  ['markEnqueued', (store) => store.markEnqueued('a')],
  ['enqueue', (store) => store.enqueue({ job: 'a', requestBlob: true, traceparent: undefined }, 0)],
  ['readResult', (store) => store.readResult('a')],
  ['writeResult', (store) => store.writeResult(result)],
];

const thrownBy = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'nothing was thrown',
    (thrown: unknown) => thrown,
  );

describe('storage that refuses, as a role is missing', () => {
  it.each(calls)(
    '%s: storage_unavailable, with status and class and no word of it',
    async (name, call) => {
      const thrown = await thrownBy(call(refused));
      expect(thrown).toMatchObject({
        code: 'storage_unavailable',
        cause: { kind: 'RestError', status: 403 },
      });
      const event = toExceptionEvent(toAppError(thrown), thrown);
      expect(event).toMatchObject({ 'app.cause': 'RestError', 'app.http.status_code': 403 });
      expect(event['exception.stacktrace']).toMatch(/^AppError: .*\n {4}at (?:async )?bounded \(/);
      expect(event['exception.stacktrace']).toMatch(/^Caused by RestError 403$/m);
      expect(JSON.stringify([event, thrown]), name).not.toContain('CANARY');
    },
  );
});

it('storage that cannot be reached: storage_unavailable, with Node’s own word for it', async () => {
  const thrown = await thrownBy(unreachable.readResult('a'));
  expect(thrown).toMatchObject({
    code: 'storage_unavailable',
    cause: { kind: 'RestError', status: undefined, reason: 'ECONNREFUSED' },
  });
});

describe('a bug', () => {
  it('in a call to storage is internal_error, and its class and place are told', async () => {
    const completion = { amount: 1n }; // no JSON can hold it
    const thrown = await thrownBy(storage.store.writeResult({ ...result, completion }));
    const error = toAppError(thrown);
    expect(error.code).toBe('internal_error');
    const event = toExceptionEvent(error, thrown);
    expect(event).toMatchObject({ 'app.cause': 'TypeError' });
    expect(event['exception.stacktrace']).toMatch(
      /^TypeError: .*\n(?: {4}at .*\n)* {4}at .*storage\.ts/,
    );
  });

  it('ends a delivery as internal_error too, and its last one by a failed result with the bug behind it', async () => {
    const jobs = storage.startWorker(async () => ({ amount: 1n }), { maxDequeueCount: 2 });
    const body = { job: 'bug', request: campingRequest };
    const deliver = async (count: number) => {
      const recorded = recordSpan();
      const message = jobs.readMessage(body, undefined, count);
      const thrown = await thrownBy(jobs.run(message, recorded.span));
      return { code: toAppError(thrown).code, ends: recorded.ends };
    };
    expect(await deliver(1)).toMatchObject({ code: 'internal_error', ends: [] });
    const { ends } = await deliver(2);
    expect(ends).toMatchObject([{ code: 'retries_exhausted', cause: { kind: 'TypeError' } }]);
  });
});

describe('what is not what it seems', () => {
  const container = (name: string) =>
    BlobServiceClient.fromConnectionString(storage.connectionString()).getContainerClient(name);

  it.each(['null', '"text"', '[]', '{"request":', ''])(
    'a request blob of %s ends its job as a wrong request, and can be read until then',
    async (text) => {
      const job = `blob-${Buffer.from(text).toString('hex')}`;
      const path = storage.store.resultPath(job).replace('inference-results/', '');
      await container('inference-requests').getBlockBlobClient(path).upload(text, text.length);
      const jobs = storage.startWorker(async () => ({}));
      expect(await jobs.read(job, undefined)).toMatchObject({
        status: 'queued',
        created_at: expect.any(Number),
      });
      const message = jobs.readMessage({ job, requestBlob: true }, undefined);
      await jobs.run(message, recordSpan().span);
      expect(await jobs.read(job, undefined)).toMatchObject({
        status: 'failed',
        error: { code: 'invalid_request' },
      });
    },
  );

  it('a container that is not there is no job that was never accepted', async () => {
    const jobs = storage.startWorker(async () => ({}));
    await expect(jobs.read('never', undefined)).rejects.toMatchObject({ code: 'job_not_found' });
    await container('inference-results').delete();
    try {
      await expect(jobs.read('never', undefined)).rejects.toMatchObject({
        code: 'storage_unavailable',
        cause: { status: 404 },
      });
    } finally {
      await container('inference-results').create();
    }
  });

  it('an error of ours behind another is told by its code', () => {
    const behind = new AppError('storage_unavailable', 'x', { cause: new TypeError('CANARY') });
    const error = new AppError('retries_exhausted', 'y', { cause: behind });
    const event = toExceptionEvent(error, error);
    expect(event['app.cause']).toBe('TypeError');
    expect(event['exception.stacktrace']).toMatch(
      /^AppError: y\n.*^Caused by storage_unavailable$.*^Caused by TypeError$/ms,
    );
    expect(JSON.stringify(event)).not.toContain('CANARY');
  });
});
