import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../local/host/messages.ts';
import { type Host, startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { createStorage } from '../../local/storage/createStorage.ts';
import { reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { takeStorage } from '../storage.ts';
import { until } from '../time/until.ts';

/** Of the copy's host.json; the app has to find it there. */
const maxDequeueCount = 2;

const model = await startScriptedModel(reply(401, {}));
afterAll(model.stop);

const storage = takeStorage();
let host: Host;
let appDir: string;
const logs: LogLine[] = [];
beforeAll(async () => {
  await createStorage(storage);
  appDir = await mkdtemp(join(tmpdir(), 'callspan-deliveries-'));
  await cp(join(root, 'dist/app'), appDir, { recursive: true });
  const hostJson = JSON.parse(await readFile(join(appDir, 'host.json'), 'utf8'));
  Object.assign(hostJson.extensions.queues, { maxDequeueCount, visibilityTimeout: '00:00:00' });
  await writeFile(join(appDir, 'host.json'), JSON.stringify(hostJson));
  host = await startHost({
    appDir,
    port: 0,
    settings: {
      ...readSample(root),
      AZURE_AI_INFERENCE_ENDPOINT: model.url,
      APPLICATIONINSIGHTS_CONNECTION_STRING: '',
      AzureWebJobsStorage: storage,
    },
    onLog: (line) => logs.push(line),
  });
});
afterAll(async () => {
  await host.stop();
  await rm(appDir, { recursive: true, force: true });
});

const queue = (name: string) =>
  QueueServiceClient.fromConnectionString(storage).getQueueClient(name);

async function blobOf(container: string, job: string): Promise<Record<string, unknown>> {
  const name = `${createHash('sha256').update(job).digest('hex')}.json`;
  const client = BlobServiceClient.fromConnectionString(storage)
    .getContainerClient(container)
    .getBlobClient(name);
  return JSON.parse((await client.downloadToBuffer()).toString());
}

describe('messages without a name and of one text, of which every delivery fails', () => {
  const jobs: string[] = [];
  let told: { job: string; [field: string]: unknown }[] = [];

  beforeAll(async () => {
    for (let n = 0; n < 3; n++) {
      const { messageId } = await queue('inference-requests').sendMessage(
        JSON.stringify(campingRequest),
      );
      jobs.push(`message-${messageId}`);
    }
    told = await until(
      'a result message of each job',
      async () => {
        const { peekedMessageItems } = await queue('inference-results').peekMessages({
          numberOfMessages: 32,
        });
        return peekedMessageItems.map(({ messageText }) => JSON.parse(messageText));
      },
      ({ length }) => length >= 3,
    );
  });

  it('end as a failed result each, under the name of its message', async () => {
    for (const job of jobs) {
      expect(await blobOf('inference-results', job)).toMatchObject({
        job,
        status: 'failed',
        error: { code: 'retries_exhausted' },
      });
    }
    expect(told.map(({ job }) => job).sort()).toEqual(jobs.toSorted());
    for (const message of told) {
      expect(message).toMatchObject({ status: 'failed', result: expect.any(String) });
    }
  });

  it('can be replayed: the request of each is kept', async () => {
    for (const job of jobs) {
      expect(await blobOf('inference-requests', job)).toMatchObject({
        job,
        request: campingRequest,
      });
    }
  });

  it('and read by their name over HTTP', async () => {
    for (const job of jobs) {
      const response = await fetch(`${host.url}/api/v1/jobs/${job}`);
      expect([response.status, await response.json()]).toMatchObject([
        200,
        { id: job, status: 'failed' },
      ]);
    }
  });

  it('fail as often as host.json says, the last time without a failure of the function', async () => {
    const lines = logs.map(({ message }) => message);
    expect(lines.filter((line) => line.startsWith('model_unauthorized in'))).toHaveLength(
      3 * (maxDequeueCount - 1),
    );
    expect(lines.filter((line) => line.startsWith('retries_exhausted in'))).toHaveLength(3);
    const failures = logs.filter(
      ({ category, functionName }) => category === 'host' && functionName === 'inferenceQueue',
    );
    expect(failures).toHaveLength(3 * (maxDequeueCount - 1));
    for (const name of ['inference-requests', 'inference-requests-poison']) {
      await until(
        `${name} to be empty`,
        async () => (await queue(name).getProperties()).approximateMessagesCount,
        (count) => count === 0,
      );
    }
  });
});

it('the package holds the host.json that the app reads its number from', async () => {
  const numberOf = async (file: string) =>
    JSON.parse(await readFile(join(root, file), 'utf8')).extensions.queues.maxDequeueCount;
  expect(await numberOf('dist/app/host.json')).toBe(await numberOf('host.json'));
});
