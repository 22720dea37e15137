import { afterAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/values/sha256.ts';
import { until } from '../../time/until.ts';
import { reply, startScriptedModel } from '../scriptedModel.ts';
import { campingRequest, startApp } from '../startApp.ts';
import { newKey, toSetting } from './keys.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const [mobile, web, old] = [newKey(), newKey(), newKey()];
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  CALLERS: toSetting({
    mobile: { key: mobile, models: ['gpt-4o'] },
    web: { key: web },
    old: { key: old, disabled: true },
  }),
}));

interface Job {
  readonly id: string;
  readonly status: string;
  readonly error?: { readonly code: string; readonly param: string };
}

const call = (path: string, key: string, more: RequestInit & { headers?: object } = {}) =>
  fetch(`${app.stack.app}/api/v1${path}`, {
    ...more,
    headers: { 'content-type': 'application/json', 'api-key': key, ...more.headers },
  });
async function accept(key: string, headers: object = {}, request: object = campingRequest) {
  const response = await call('/jobs', key, {
    method: 'POST',
    body: JSON.stringify(request),
    headers,
  });
  return { status: response.status, job: (await response.json()) as Job };
}
const read = async (id: string, key: string) => {
  const response = await call(`/jobs/${id}`, key);
  return { status: response.status, job: (await response.json()) as Job };
};
const finished = (id: string, key: string) =>
  until(
    'the job to end',
    async () => (await read(id, key)).job,
    ({ status }) => status === 'succeeded' || status === 'failed',
  );
const blobOf = async (container: string, job: string) => {
  const blob = app.blobs.getContainerClient(container).getBlobClient(`${sha256(job)}.json`);
  return JSON.parse((await blob.downloadToBuffer()).toString());
};
const send = (message: object) =>
  app.queues.getQueueClient('inference-requests').sendMessage(JSON.stringify(message));
const resultOf = (job: string) =>
  until(
    'the result',
    () => blobOf('inference-results', job).catch(() => undefined),
    (result) => result !== undefined,
  );

describe('a job', () => {
  it("is its caller's: another one reads that there is none, before and after it ends", async () => {
    model.replies.push(reply(200, {}, {}, 300));
    const { job } = await accept(mobile);
    const missing = await read('never', web);
    expect(await read(job.id, web)).toEqual(missing);
    expect(missing.status).toBe(404);
    await finished(job.id, mobile);
    expect(await read(job.id, web)).toEqual(missing);
  });

  it('of the same Idempotency-Key is another one for another caller', async () => {
    const key = { 'idempotency-key': 'trip-7' };
    const [first, again, other] = [
      await accept(mobile, key),
      await accept(mobile, key),
      await accept(web, key),
    ];
    expect(again.job.id).toBe(first.job.id);
    expect(other.job.id).not.toBe(first.job.id);
    expect(other.status).toBe(202);
    const changed = await accept(web, key, { ...campingRequest, temperature: 1 });
    expect(changed.status).toBe(409);
    expect((await finished(first.job.id, mobile)).status).toBe('succeeded');
    expect((await finished(other.job.id, web)).status).toBe('succeeded');
    const ids = [first, other].map(({ job }) => job.id);
    const owners = await Promise.all(ids.map((id) => blobOf('inference-requests', id)));
    expect(owners.map(({ caller }) => caller)).toEqual(['mobile', 'web']);
    const results = await Promise.all(ids.map((id) => blobOf('inference-results', id)));
    expect(results.map(({ caller }) => caller)).toEqual(['mobile', 'web']);
  });

  it('runs in the name of its caller', async () => {
    const { job } = await accept(mobile);
    await finished(job.id, mobile);
    const rows = await until(
      'the rows',
      async () =>
        (await app.spans()).filter(({ customDimensions: { 'app.job': id } }) => id === job.id),
      (found) => found.length === 2,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([
      'generate_completion',
      'send inference-requests',
    ]);
    for (const row of rows) expect(row.customDimensions['app.caller']).toBe('mobile');
  });
});

describe('a message of the queue', () => {
  it('may name a caller, who then reads its job', async () => {
    await send({ job: 'named-1', caller: 'web', request: campingRequest });
    expect((await resultOf('named-1')).status).toBe('succeeded');
    expect((await read('named-1', web)).job.status).toBe('succeeded');
    expect((await read('named-1', mobile)).status).toBe(404);
  });

  it('without one runs, and is read by nobody', async () => {
    await send({ job: 'bare-1', request: campingRequest });
    expect(await resultOf('bare-1')).not.toHaveProperty('caller');
    expect((await read('bare-1', web)).status).toBe(404);
  });

  it.each([
    ['unknown', 'nobody', 'invalid_request', 'caller'],
    ['disabled', 'old', 'invalid_request', 'caller'],
    ['without that model', 'mobile', 'model_not_found', 'model'],
  ])('whose caller is %s ends as failed, and asks no model', async (_name, caller, code, param) => {
    const before = model.received.length;
    const job = `refused-${sha256(caller).slice(0, 8)}`;
    await send({ job, caller, request: { ...campingRequest, model: 'gpt-4o-mini' } });
    const result = await resultOf(job);
    expect(result).toMatchObject({ status: 'failed', error: { code, param } });
    expect(model.received.length).toBe(before);
  });

  it('that asks for a request in a blob has the caller of the blob', async () => {
    const { job } = await accept(web);
    await finished(job.id, web);
    const results = app.blobs.getContainerClient('inference-results');
    await results.deleteBlob(`${sha256(job.id)}.json`);
    await send({ job: job.id, requestBlob: true });
    expect((await resultOf(job.id)).caller).toBe('web');
    expect((await read(job.id, web)).job.status).toBe('succeeded');
  });

  it('whose model is busy keeps its caller while it is put off', async () => {
    const isBusy = reply(429, {}, { 'retry-after': '0' });
    model.replies.push(isBusy, isBusy, isBusy);
    await send({ job: 'busy-1', caller: 'mobile', request: campingRequest });
    expect((await resultOf('busy-1')).caller).toBe('mobile');
    const runs = await until(
      'the rows of both runs',
      async () =>
        (await app.spans()).filter(({ customDimensions: { 'app.job': id } }) => id === 'busy-1'),
      (rows) => rows.length === 2,
    );
    const ends = runs.map(({ customDimensions: of }) => [of['app.outcome'], of['app.caller']]);
    expect(ends.sort()).toEqual([
      ['ok', 'mobile'],
      ['throttled', 'mobile'],
    ]);
  });
});
