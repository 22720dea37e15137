import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../local/host/messages.ts';
import { type Host, startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { createStorage } from '../../local/storage/createStorage.ts';
import { takeStorage } from '../storage.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';
import { buildWith } from './buildWith.ts';

const canary = 'canary-of-a-foreign-text';
const storage = takeStorage();
beforeAll(async () => {
  await createStorage(storage);
});

/** A broken copy of the deployable. */
async function breakApp(change: (folder: string) => Promise<void>) {
  const appDir = await mkdtemp(join(tmpdir(), 'callspan-broken-'));
  await cp(join(root, 'dist/app'), appDir, { recursive: true });
  await change(appDir);
  return { appDir, remove: () => rm(appDir, { recursive: true }) };
}

const services = (folder: string) => join(folder, 'services.js');
const wrongModel = async (copy: string) => {
  const file = join(copy, 'src/assistants/phrasebook.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace("version: '1',", "version: '1', model: 'gpt-0',"));
};

describe.each([
  [
    'a file of the bundle that is missing',
    () => breakApp((folder) => rm(services(folder))),
    /a fault in the app: Error MODULE_NOT_FOUND services\.js/,
  ],
  [
    'a bundle that cannot be read',
    () => breakApp((folder) => writeFile(services(folder), `const ${canary} = ;`)),
    /a fault in the app: SyntaxError services\.js:1/,
  ],
  [
    'a bug while the services load',
    () =>
      breakApp((folder) =>
        writeFile(
          services(folder),
          `exports.createServices = async function load() { throw new RangeError('${canary}'); };`,
        ),
      ),
    /a fault in the app: RangeError at .*load \(services\.js:1:\d+\)/,
  ],
  [
    'an assistant whose model is none of the deployments',
    () =>
      buildWith(
        fileURLToPath(new URL('../unit/assistants/phrasebook.ts', import.meta.url)),
        wrongModel,
      ),
    /wrong assistants: - assistant "phrasebook" has the model "gpt-0", which is none of/,
  ],
])('%s', (_, makeApp, reason) => {
  const lines: LogLine[] = [];
  let host: Host;
  let remove = async () => {};
  beforeAll(async () => {
    const app = await makeApp();
    ({ remove } = app);
    const hostJson = join(app.appDir, 'host.json');
    const text = await readFile(hostJson, 'utf8');
    await writeFile(hostJson, text.replace('"00:00:30"', '"00:00:01"')); // time until a message is visible again
    host = await startHost({
      appDir: app.appDir,
      port: 0,
      settings: { ...readSample(root), AzureWebJobsStorage: storage },
      onLog: (line) => lines.push(line),
    });
  });
  afterAll(async () => {
    await host.stop();
    await remove();
  });

  it('is told once, in one line that says why', async () => {
    const said = () => lines.filter(({ message }) => message.includes('CallspanError'));
    await until('the line', said, (found) => found.length > 0);
    expect(said()).toMatchObject([{ level: 'error', message: expect.stringMatching(reason) }]);
    // The host in Azure logs a line with that word as a warning.
    expect(said()[0]?.message).not.toMatch(/warn/i);
  });

  it.each([
    ['POST', 'v1/chat/completions'],
    ['GET', 'v1/models'],
    ['GET', 'health'],
    ['GET', 'v1/openapi.json'],
    ['POST', 'v1/jobs'],
    ['GET', 'v1/jobs/job_1'],
  ])('%s %s is answered with internal_error at once', async (method, path) => {
    const response = await fetch(`${host.url}/api/${path}`, {
      method,
      signal: AbortSignal.timeout(hangMs(10_000)),
      ...(method === 'POST' && {
        headers: { 'content-type': 'application/json' },
        body: '{"messages":[{"role":"user","content":"hi"}]}',
      }),
    });
    expect([response.status, await response.json()]).toMatchObject([
      500,
      { error: { code: 'internal_error', type: 'server_error' } },
    ]);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('a message of the queue is delivered again, and nobody is told a foreign text', async () => {
    const queue = QueueServiceClient.fromConnectionString(storage);
    const client = queue.getQueueClient('inference-requests');
    await client.sendMessage(JSON.stringify({ job: 'a', request: { messages: [] } }));
    const failures = () => lines.filter(({ functionName }) => functionName === 'inferenceQueue');
    await until('a second delivery', failures, (found) => found.length >= 2);
    await client.clearMessages();
    for (const { message } of failures())
      expect(message).toContain('Something went wrong in the app');
    expect(JSON.stringify(lines)).not.toContain(canary);
  });
});
