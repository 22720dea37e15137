import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { reply, startScriptedModel } from './scriptedModel.ts';
import { campingRequest, startApp } from './startApp.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({ AZURE_AI_INFERENCE_ENDPOINT: model.url }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const blobOf = (container: string, job: string) =>
  app.blobs.getContainerClient(container).getBlobClient(`${sha256(job)}.json`);

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.stack.app}/api/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

interface Job {
  readonly id: string;
  readonly status: string;
  readonly session_id?: string;
  readonly [field: string]: unknown;
}

async function accept(body: unknown, headers: Record<string, string> = {}) {
  const response = await post(body, headers);
  return { response, job: (await response.json()) as Job };
}

async function finished(id: string): Promise<Job> {
  return until(
    'the job to end',
    async () => (await (await fetch(`${app.stack.app}/api/v1/jobs/${id}`)).json()) as Job,
    ({ status }) => status === 'succeeded' || status === 'failed',
  );
}

describe('a job', () => {
  it('is accepted, run and read', async () => {
    const before = Math.floor(Date.now() / 1_000);
    const { response, job } = await accept(campingRequest);
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe(`/api/v1/jobs/${job.id}`);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(job).toEqual({
      id: expect.stringMatching(/^job_[0-9a-f]{32}$/),
      object: 'job',
      status: 'queued',
      created_at: expect.any(Number),
    });
    expect(job.created_at).toBeGreaterThanOrEqual(before);
    expect(await finished(job.id)).toEqual({
      ...job,
      status: 'succeeded',
      completed_at: expect.any(Number),
      completion: expect.objectContaining({ object: 'chat.completion' }),
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('whose model is busy is put off, reads queued, and is answered later in its trace', async () => {
    const isBusy = reply(429, {}, { 'retry-after': '0' });
    model.replies.push(isBusy, isBusy, isBusy);
    const { response, job } = await accept(campingRequest, { 'x-conversation-id': 'busy-1' });
    const { session_id = '' } = await finished(job.id);
    const sent = await until(
      'the row of the sending',
      () => app.rows('dependencies', response.headers.get('x-request-id') ?? ''),
      (rows) => rows.length > 0,
    );
    const runs = await until(
      'the rows of both runs',
      async () =>
        (await app.rows('dependencies')).filter(
          ({ name, customDimensions }) =>
            name === 'generate_completion' && customDimensions['app.job'] === job.id,
        ),
      (rows) => rows.length === 2,
    );
    const ends = runs.map((row) => [row.customDimensions['app.outcome'], row.success]);
    expect(ends.sort()).toEqual([
      ['ok', 'True'],
      ['throttled', 'True'],
    ]);
    expect(new Set(runs.map(({ operation_Id }) => operation_Id))).toEqual(
      new Set([sent[0]?.operation_Id]),
    );
    expect(runs.map((row) => row.customDimensions['gen_ai.conversation.id'])).toEqual([
      'busy-1',
      'busy-1',
    ]);
    expect(runs.map((row) => row.session_Id)).toContain(session_id);
    const depth = (await app.queues.getQueueClient('inference-requests').getProperties())
      .approximateMessagesCount;
    expect(depth).toBe(0);
  });

  it('is one trace, from the accept to the run', async () => {
    const { response, job } = await accept(campingRequest, { 'x-conversation-id': 'trip-1' });
    const { session_id } = await finished(job.id);
    const sent = await until(
      'the row of the sending',
      () => app.rows('dependencies', response.headers.get('x-request-id') ?? ''),
      (rows) => rows.length > 0,
    );
    expect(sent).toMatchObject([
      {
        name: 'send inference-requests',
        success: 'True',
        customDimensions: { 'app.job': job.id, 'app.outcome': 'ok', 'faas.name': 'createJob' },
      },
    ]);
    const run = await until(
      'both rows of the run',
      () => app.rows('dependencies', session_id ?? ''),
      (rows) => rows.length === 2,
    );
    const completion = run.find(({ name }) => name === 'generate_completion');
    expect(completion?.operation_Id).toBe(sent[0]?.operation_Id);
    expect(completion?.operation_ParentId).toBe(sent[0]?.id);
    expect(completion?.customDimensions).toMatchObject({
      'app.job': job.id,
      'gen_ai.conversation.id': 'trip-1',
    });
  });

  it('with a wrong request is refused at once, with the code and param of a completion', async () => {
    const { response, job } = await accept({ messages: [] });
    expect([response.status, job]).toMatchObject([
      400,
      { error: { code: 'invalid_request', param: 'messages' } },
    ]);
    const streamed = await accept({ ...campingRequest, stream: true });
    expect([streamed.response.status, streamed.job]).toMatchObject([
      400,
      { error: { code: 'invalid_request', param: 'stream' } },
    ]);
  });

  it('that the model refuses is read as failed, with status 200', async () => {
    model.replies.push(reply(400, { error: { code: 'content_filter', message: 'SECRET' } }));
    const { job } = await accept(campingRequest);
    const read = await finished(job.id);
    expect(read).toMatchObject({ status: 'failed', error: { code: 'content_filter' } });
    expect(read).not.toHaveProperty('completion');
    expect(JSON.stringify(read)).not.toContain('SECRET');
  });

  it.each(['job_nobody', 'a%2Fb', '%01', 'x'.repeat(129)])('%s is not found', async (id) => {
    const response = await fetch(`${app.stack.app}/api/v1/jobs/${id}`);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { error: { code: 'job_not_found' } },
    ]);
  });

  it('is read by the path that was asked for, whatever the query says', async () => {
    const { job } = await accept(campingRequest);
    await finished(job.id);
    const response = await fetch(`${app.stack.app}/api/v1/jobs/job_nobody?id=${job.id}`);
    expect(response.status).toBe(404);
    const found = await fetch(`${app.stack.app}/api/v1/jobs/${job.id}?id=job_nobody`);
    expect(found.status).toBe(200);
  });
});

describe('an Idempotency-Key', () => {
  it('gives the same job for the same request, which runs once', async () => {
    const calls = model.received.length;
    const headers = { 'idempotency-key': 'trip-1' };
    const { job } = await accept(campingRequest, headers);
    expect(job.id).toBe(`job_${sha256('trip-1').slice(0, 32)}`);
    const { job: again } = await accept(campingRequest, headers);
    expect(again.id).toBe(job.id);
    const read = await finished(job.id);
    const repeated = await accept(campingRequest, headers);
    expect([repeated.response.status, repeated.job]).toEqual([202, read]);
    expect(model.received.length).toBe(calls + 1);
  });

  it('with another request is a conflict', async () => {
    const headers = { 'idempotency-key': 'trip-2' };
    await accept(campingRequest, headers);
    const { response, job } = await accept({ ...campingRequest, temperature: 0 }, headers);
    expect([response.status, job]).toMatchObject([
      409,
      { error: { code: 'idempotency_conflict' } },
    ]);
  });

  it.each(['', ' ', 'a b', 'x'.repeat(256)])('%j is refused', async (key) => {
    const response = await post(campingRequest, {
      'idempotency-key': Buffer.from(key, 'utf8').toString('latin1'),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'invalid_request', param: 'Idempotency-Key' } },
    ]);
  });
});

describe('a message with requestBlob', () => {
  it('takes its request from the blob, also one that another service wrote', async () => {
    const blob = app.blobs
      .getContainerClient('inference-requests')
      .getBlockBlobClient(`${sha256('big-1')}.json`);
    const body = JSON.stringify({ request: campingRequest });
    await blob.upload(body, body.length);
    const queue = app.queues.getQueueClient('inference-requests');
    await queue.sendMessage(JSON.stringify({ job: 'big-1', requestBlob: true }));
    expect(await finished('big-1')).toMatchObject({ status: 'succeeded' });
  });

  it('but without a blob is a failed result', async () => {
    const queue = app.queues.getQueueClient('inference-requests');
    await queue.sendMessage(JSON.stringify({ job: 'big-2', requestBlob: true }));
    expect(await finished('big-2')).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_request', param: 'requestBlob' },
    });
  });
});

describe('a poison message', () => {
  const send = (text: string) =>
    app.queues.getQueueClient('inference-requests-poison').sendMessage(text);

  it('ends as a failed result that can be replayed: request blob, result, message', async () => {
    const request = { ...campingRequest, temperature: 1 };
    await send(JSON.stringify({ job: 'lost-1', request }));
    expect(await finished('lost-1')).toMatchObject({
      status: 'failed',
      error: { code: 'retries_exhausted', type: 'server_error' },
    });
    const stored = JSON.parse(
      (await blobOf('inference-requests', 'lost-1').downloadToBuffer()).toString(),
    );
    expect(stored).toMatchObject({ job: 'lost-1', request, requestSha256: expect.any(String) });
    const results = app.queues.getQueueClient('inference-results');
    const sent = await until(
      'the result message',
      async () => {
        const { receivedMessageItems } = await results.receiveMessages({ numberOfMessages: 32 });
        return receivedMessageItems.map(({ messageText }) => JSON.parse(messageText));
      },
      (messages) => messages.some(({ job }) => job === 'lost-1'),
    );
    expect(sent.find(({ job }) => job === 'lost-1')).toMatchObject({
      status: 'failed',
      error: { code: 'retries_exhausted' },
      result: `inference-results/${sha256('lost-1')}.json`,
    });
    const rows = await until(
      'the job’s row',
      async () =>
        (await app.rows('dependencies')).filter(
          ({ customDimensions }) => customDimensions['app.job'] === 'lost-1',
        ),
      (found) => found.length > 0,
    );
    expect(rows).toMatchObject([
      {
        success: 'False',
        customDimensions: { 'app.outcome': 'retries_exhausted', 'faas.name': 'inferencePoison' },
      },
    ]);
  });

  it('leaves a result that is there as it is', async () => {
    const { job } = await accept(campingRequest);
    const read = await finished(job.id);
    await send(JSON.stringify({ job: job.id, requestBlob: true }));
    await until(
      'the second delivery’s row',
      async () => (await app.rows('dependencies')).map((row) => row.customDimensions),
      (rows) => rows.some((row) => row['app.job'] === job.id && row['app.outcome'] === 'duplicate'),
    );
    expect(await finished(job.id)).toEqual(read);
  });

  it('of garbage ends under the name of its text, and the queue is empty', async () => {
    await send('{"not":');
    await finished(`message-${sha256('{"not":')}`);
    const queue = app.queues.getQueueClient('inference-requests-poison');
    await until(
      'the queue to be empty',
      async () => (await queue.getProperties()).approximateMessagesCount,
      (count) => count === 0,
    );
  });
});
