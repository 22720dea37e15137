import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { startHost } from '../../../local/host/startHost.ts';
import { root } from '../../../local/stack/root.ts';
import { createStorage } from '../../../local/storage/createStorage.ts';
import { takeStorage } from '../../storage.ts';
import { until } from '../../time/until.ts';
import { modelAnswer, reply, startScriptedModel } from '../scriptedModel.ts';
import { campingRequest } from '../startApp.ts';
import { newKey, toSetting } from './keys.ts';

const usage = { prompt_tokens: 30, completion_tokens: 30, total_tokens: 60 };
const model = await startScriptedModel(reply(200, { ...modelAnswer, usage }));
afterAll(model.stop);

/** Instances of the app over one storage, which hold one caller to its limits. */
async function startInstances(
  count: number,
  limits: object,
  { appDir = join(root, 'dist/app'), more = {} } = {},
) {
  const storage = takeStorage();
  await createStorage(storage, { tables: true });
  const key = newKey();
  const settings = {
    AZURE_AI_INFERENCE_ENDPOINT: model.url,
    AzureWebJobsStorage: storage,
    CALLERS: toSetting({ mobile: { key, ...limits } }),
    ...more,
  };
  const hosts = await Promise.all(
    Array.from({ length: count }, () => startHost({ appDir, port: 0, settings })),
  );
  onTestFinished(async () => void (await Promise.all(hosts.map((host) => host.stop()))));
  const table = TableClient.fromConnectionString(storage, 'callers', {
    allowInsecureConnection: true,
  });
  return {
    hosts,
    ask: (at: number) =>
      fetch(`${hosts[at]?.url}/api/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ ...campingRequest, max_tokens: 100 }),
      }),
    async today() {
      const rowKey = `day-${new Date().toISOString().slice(0, 10)}`;
      return table.getEntity<{ tokens: bigint; requests: bigint }>('mobile', rowKey);
    },
  };
}

it('two instances spend one budget, say how it stands, and then when it goes on', async () => {
  const budget = 2_000;
  const { ask, hosts, today } = await startInstances(2, { tokensPerDay: budget });
  let used = 0;
  let answered = 0;
  let refused: Response | undefined;
  for (let at = 0; refused === undefined; at = 1 - at) {
    const response = await ask(at);
    if (response.status === 200) {
      await response.text();
      used += usage.total_tokens;
      answered += 1;
      expect(response.headers.get('x-ratelimit-limit-tokens')).toBe(`${budget}`);
      continue;
    }
    const { error } = (await response.clone().json()) as { error: { code: string } };
    if (error.code === 'caller_budget_exceeded') refused = response;
    else expect(error.code).toBe('caller_rate_limited'); // the other holds the rest, for a moment
  }
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('x-should-retry')).toBe('false');
  expect(refused.headers.get('x-ratelimit-limit-tokens')).toBe(`${budget}`);
  expect(await refused.json()).toMatchObject({
    error: {
      type: 'rate_limit_error',
      message: expect.stringMatching(
        /^Caller mobile has used [\d,]+ tokens of 2,000 tokens a day \(UTC\), and this call may need \d+ tokens\. It may go on at \d{4}-\d\d-\d\d 00:00:00 UTC, in [\d,]+ seconds\.$/,
      ),
    },
  });
  expect(used).toBeLessThanOrEqual(budget);
  expect(used).toBeGreaterThan(budget - 200);
  await Promise.all(hosts.map((host) => host.stop()));
  const row = await today();
  expect([row.tokens, row.requests]).toEqual([BigInt(used), BigInt(answered)]);
});

it('a cold worker sends its first call before it loads what counts, and counts it', async () => {
  const appDir = await mkdtemp(join(tmpdir(), 'callspan-cold-'));
  onTestFinished(() => rm(appDir, { recursive: true }));
  await cp(join(root, 'dist/app'), appDir, { recursive: true });
  const notes = join(appDir, 'notes');
  const prepend = async (file: string, code: string) =>
    writeFile(join(appDir, file), `${code}\n${await readFile(join(appDir, file), 'utf8')}`);
  await prepend(
    'main.js',
    "require('node:diagnostics_channel').subscribe('undici:request:bodySent', () => { globalThis.isSent = true; });",
  );
  await prepend(
    'table.js',
    `require('node:fs').writeFileSync(${JSON.stringify(notes)}, String(globalThis.isSent));`,
  );
  const { ask, hosts, today } = await startInstances(1, { tokensPerDay: 1_000 }, { appDir });
  const response = await ask(0);
  expect(response.status).toBe(200);
  expect(response.headers.get('x-ratelimit-limit-tokens')).toBe('1000');
  await until(
    'the table',
    () => readFile(notes, 'utf8').catch(() => ''),
    (text) => text !== '',
  );
  expect(await readFile(notes, 'utf8')).toBe('true');
  await Promise.all(hosts.map((host) => host.stop())); // which tells what was used
  expect((await today()).requests).toBe(1n);
});
