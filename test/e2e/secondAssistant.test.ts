import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { createStorage } from '../../local/storage/createStorage.ts';
import { assistants } from '../../src/assistants/list.ts';
import { travelGuide } from '../../src/assistants/travelGuide.ts';
import { takeStorage } from '../storage.ts';
import { until } from '../time/until.ts';
import { buildWith } from './buildWith.ts';
import { startScriptedModel } from './scriptedModel.ts';
import { callsTools, messagesOf, says, toolResults } from './toolReplies.ts';

const model = await startScriptedModel();
afterAll(model.stop);

const storage = takeStorage();
beforeAll(async () => {
  await createStorage(storage);
});

/** Runs the app with one more assistant for the tests of a `describe`. */
function startFork(file: URL, change?: (copy: string) => Promise<void>) {
  let host: Host | undefined;
  let remove = async () => {};
  beforeAll(async () => {
    const built = await buildWith(fileURLToPath(file), change);
    ({ remove } = built);
    host = await startHost({
      appDir: built.appDir,
      port: 0,
      settings: {
        ...readSample(root),
        AZURE_AI_INFERENCE_ENDPOINT: model.url,
        APPLICATIONINSIGHTS_CONNECTION_STRING: '',
        AzureWebJobsStorage: storage,
      },
    });
  });
  afterAll(async () => {
    await host?.stop();
    await remove();
  });
  return {
    get url() {
      return `${host?.url}/api/v1`;
    },
    workerPid: () => host?.workerPid(),
  };
}

describe('a second assistant', () => {
  const app = startFork(new URL('../unit/assistants/phrasebook.ts', import.meta.url));

  it('needs its file and its name in the list: it is there, and answers by its tool', async () => {
    const list = await (await fetch(`${app.url}/models`)).json();
    const { data } = list as { data: { id: string }[] };
    const names = new Set([...assistants.map(({ name }) => name), 'phrasebook']);
    const ids = data.map(({ id }) => id).filter((id) => !id.includes('embedding'));
    expect(ids.slice(-names.size)).toEqual([...names]);

    const phrase = { name: 'phrase', given: { phrase: 'thank you', language: 'fi' } };
    model.replies.push(callsTools([phrase]), says('Kiitos.'));
    const response = await fetch(`${app.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'phrasebook',
        messages: [{ role: 'user', content: 'What is thank you in Finnish?' }],
      }),
    });
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { model: 'phrasebook', choices: [{ message: { content: 'Kiitos.' } }] },
    ]);
    expect(toolResults(model.received.at(-1))).toEqual(['{"found":"kiitos"}']);
    expect(messagesOf(model.received[0])[0]?.content).toMatch(/^You translate/);
  });

  it('leaves the first as it is', async () => {
    model.replies.push(says('Lake Tahoe.'));
    await fetch(`${app.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'travel-guide', messages: [{ role: 'user', content: 'hi' }] }),
    });
    const { tools } = JSON.parse(model.received.at(-1) ?? '');
    expect(tools.map((tool: { function: { name: string } }) => tool.function.name)).toEqual(
      travelGuide.tools.map(({ name }) => name),
    );
  });
});

describe('a tool that is held up', () => {
  // A message is visible again after a second instead of thirty.
  const app = startFork(new URL('pause.ts', import.meta.url), async (copy) => {
    const file = join(copy, 'host.json');
    const host = await readFile(file, 'utf8');
    await writeFile(
      file,
      host.replace('"visibilityTimeout": "00:00:30"', '"visibilityTimeout": "00:00:01"'),
    );
  });
  const folder = mkdtempSync(join(tmpdir(), 'callspan-pause-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const files = (name: string) => {
    const given = { made: join(folder, `${name}-made`), awaited: join(folder, `${name}-awaited`) };
    return { ...given, call: callsTools([{ name: 'wait', given }]) };
  };
  const exists = (file: string) =>
    until(
      `${basename(file)} in its folder`,
      () => readdirSync(folder),
      (names) => names.includes(basename(file)),
    );
  const asked = { model: 'pause', messages: [{ role: 'user', content: 'Wait.' }] };

  it('and whose worker is killed meanwhile: the message is delivered again, and gives one result', async () => {
    const { made, awaited, call } = files('killed');
    model.replies.push(call);
    const queues = QueueServiceClient.fromConnectionString(storage);
    const message = JSON.stringify({ job: 'killed-1', request: asked });
    await queues.getQueueClient('inference-requests').sendMessage(message);
    await exists(made);

    const calls = model.received.length;
    model.replies.push(call, says('I waited.'));
    const pid = app.workerPid();
    process.kill(Number(pid), 'SIGKILL');
    await until(
      'another worker',
      async () => app.workerPid(),
      (now) => now !== undefined && now !== pid,
    );
    writeFileSync(awaited, '');
    const job = await until(
      'the job to end',
      async () => {
        const read = await fetch(`${app.url}/jobs/killed-1`).catch(() => undefined);
        return (await read?.json().catch(() => ({}))) as { status?: string };
      },
      (read) => read?.status === 'succeeded' || read?.status === 'failed',
      60_000,
    );
    expect(job).toMatchObject({
      status: 'succeeded',
      completion: { model: 'pause', choices: [{ message: { content: 'I waited.' } }] },
    });
    // It started again from the beginning: both steps ran again, and the tool found that it had run.
    expect(model.received.length).toBe(calls + 2);
    expect(toolResults(model.received.at(-1))).toEqual(['{"ranBefore":true}']);

    const results = BlobServiceClient.fromConnectionString(storage);
    const names: string[] = [];
    for await (const { name } of results.getContainerClient('inference-results').listBlobsFlat()) {
      names.push(name);
    }
    expect(names).toHaveLength(1);
    const told = await queues.getQueueClient('inference-results').receiveMessages({
      numberOfMessages: 32,
    });
    expect(
      told.receivedMessageItems.map(({ messageText }) => JSON.parse(messageText)),
    ).toMatchObject([{ job: 'killed-1', status: 'succeeded' }]);
  });

  it('and whose caller hangs up meanwhile: it is told to stop, and no model is asked again', async () => {
    const { made, call } = files('left');
    const calls = model.received.length;
    model.replies.push(call);
    const sent = request(`${app.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      agent: false,
    });
    sent.on('error', () => {});
    sent.end(JSON.stringify(asked));
    await exists(made);
    sent.destroy();
    await exists(`${made}.aborted`);
    // The next call on the same worker is the next that the model gets.
    model.replies.push(says('Still here.'));
    const response = await fetch(`${app.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: asked.messages }),
    });
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'Still here.' } }],
    });
    expect(model.received.length).toBe(calls + 2);
  });
});
