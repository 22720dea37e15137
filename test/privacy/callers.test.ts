import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { sha256 } from '../../src/values/sha256.ts';
import { newKey, toSetting, ways } from '../e2e/callers/keys.ts';
import { startIngestion } from '../e2e/ingestion.ts';
import { modelAnswer } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';

const keys = { good: newKey(), limited: newKey(), disabled: newKey(), wrong: newKey() };

/** What models were asked, with headers. */
const asked: string[] = [];
const model = createServer((request, response) => {
  let body = '';
  request.on('data', (text) => {
    body += text;
  });
  request.on('end', () => {
    asked.push(JSON.stringify(request.headers), body);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(modelAnswer));
  });
});
const port = listen(model, 0);
afterAll(() => {
  model.closeAllConnections();
  model.close();
});

const temporary = mkdtempSync(join(tmpdir(), 'callspan-callers-'));
afterAll(() => rmSync(temporary, { recursive: true }));
let ingestion: Awaited<ReturnType<typeof startIngestion>>;
beforeAll(async () => {
  ingestion = await startIngestion('none');
});
afterAll(() => ingestion.stop());
const app = startApp(async () => ({
  AZURE_AI_INFERENCE_ENDPOINT: `http://127.0.0.1:${await port}/v1`,
  APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true',
  OTEL_BSP_SCHEDULE_DELAY: '200',
  TMPDIR: temporary,
  CALLERS: toSetting({
    mobile: { key: keys.good },
    few: { key: keys.limited, requestsPerMinute: 1 },
    old: { key: keys.disabled, disabled: true },
  }),
}));

const routes: readonly [string, string, object | undefined][] = [
  ['POST', '/v1/chat/completions', campingRequest],
  ['POST', '/v1/chat/completions', { messages: [] }],
  ['POST', '/v1/responses', { input: 'Hi' }],
  ['POST', '/v1/embeddings', { input: 'Hi' }],
  ['POST', '/v1/jobs', campingRequest],
  ['GET', '/v1/jobs/never', undefined],
  ['GET', '/v1/models', undefined],
  ['GET', '/v1/nothing', undefined],
];

it('keys of callers and their hashes are in nothing that leaves', async () => {
  const said: string[] = [];
  const statuses = new Set<number>();
  for (const key of Object.values(keys)) {
    for (const [, headers] of ways) {
      const sent = routes.map(async ([method, path, body]) => {
        const response = await fetch(`${app.stack.app}/api${path}`, {
          method,
          headers: { 'content-type': 'application/json', ...headers(key) },
          ...(body && { body: JSON.stringify(body) }),
        });
        statuses.add(response.status);
        said.push(JSON.stringify([...response.headers]), await response.text());
      });
      await Promise.all(sent);
    }
  }
  const results = app.queues.getQueueClient('inference-results');
  await until(
    'the results of the jobs',
    async () => (await results.getProperties()).approximateMessagesCount ?? 0,
    (count) => count >= ways.length,
  );
  const stored: string[] = [];
  for (const container of ['inference-requests', 'inference-results']) {
    const client = app.blobs.getContainerClient(container);
    for await (const { name } of client.listBlobsFlat()) {
      stored.push((await client.getBlobClient(name).downloadToBuffer()).toString());
    }
  }
  const { peekedMessageItems } = await results.peekMessages({ numberOfMessages: 32 });
  await app.stack.host?.stop();
  const disk = readdirSync(temporary, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

  const everything = {
    answers: said,
    asked,
    ingestion: ingestion.received,
    logs: app.logs.map((line) => JSON.stringify(line)),
    stored,
    messages: peekedMessageItems.map(({ messageText }) => messageText),
    disk,
  };
  const secrets = Object.values(keys).flatMap((key) => [key, key.slice(4), sha256(key)]);
  const found = Object.entries(everything).filter(([, texts]) =>
    texts.some((text) => secrets.some((secret) => text.includes(secret))),
  );
  expect(found.map(([place]) => place)).toEqual([]);
  expect([...statuses]).toEqual(expect.arrayContaining([200, 202, 400, 401, 404, 429]));
  expect(ingestion.received.join()).toContain('"app.caller":"mobile"');
  expect(asked.length).toBeGreaterThan(0);
  expect(stored.join()).toContain('"caller":"mobile"');
});
