import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { runs } from '../fuzz/runs.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';
import { toActs } from './ledger/acts.ts';
import { checkCalls } from './ledger/checkCalls.ts';
import { checkMessages } from './ledger/checkMessages.ts';
import { checkResults } from './ledger/checkResults.ts';
import type { Entry } from './ledger/entry.ts';
import { runFaults, toLine, toSchedule } from './ledger/faults.ts';
import { type Instance, startInstance } from './ledger/instance.ts';
import { type Model, startModel } from './ledger/model.ts';
import { toPieces } from './ledger/pieces.ts';
import { produce } from './ledger/producer.ts';
import { readResults } from './ledger/results.ts';
import { settle } from './ledger/settle.ts';
import { type Storage, startStorage } from './ledger/storage.ts';

const { seed } = runs(1);
const everyMs = 100;
const exportMs = 500;
/** What of a killed worker's calls may be missing: those of its last export period, and of the export under way. */
const lost = { beforeMs: exportMs + hangMs(1_500), afterMs: hangMs(500) };

let folder: string;
let storage: Storage;
let model: Model;
let insights: Receiver;
let instances: readonly Instance[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callspan-ledger-'));
  storage = await startStorage();
  model = await startModel();
  insights = await startReceiver(join(folder, 'insights.db'));
  const settings = (instance: number) => ({
    ...readSample(root),
    AzureWebJobsStorage: storage.connectionString,
    AZURE_AI_INFERENCE_ENDPOINT: model.endpoint(instance),
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString,
    OTEL_BSP_SCHEDULE_DELAY: `${exportMs}`,
  });
  instances = await Promise.all([0, 1].map((which) => startInstance(settings(which), folder)));
});
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.end()));
  model?.stop();
  await Promise.all([storage?.stop(), insights?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const started = performance.now();
const say = (line: string) => {
  console.log(`[${((performance.now() - started) / 1_000).toFixed(0)} s] ${line}`);
};

it(
  '2,000 pieces of work while everything fails in turn: one result each, told, none lost, none double, every call recorded',
  async () => {
    const entries = toPieces(seed).map(
      (piece): Entry => ({ piece, jobs: new Set(), unacknowledged: 0, problems: [] }),
    );
    const reader = readResults(storage);
    const about = () => {
      const sent = entries.filter(({ jobs }) => jobs.size > 0).length;
      return `${sent} sent, ${reader.first.size} results, ${reader.messages.length} messages, ${model.calls.length} calls`;
    };
    const schedule = toSchedule(seed);
    for (const row of schedule) for (const fault of row) say(`to come: ${toLine(fault)}`);

    const sayMore = (line: string) => say(`${line}; ${about()}`);
    const { blobs, queues } = storage;
    const acts = toActs(model, storage, instances);
    await Promise.all([
      produce(entries, { blobs, queues, apps: instances.map(({ url }) => url) }, everyMs),
      ...schedule.map((row) => runFaults(row, acts, sayMore)),
    ]);
    sayMore('all faults have passed and all pieces have been sent');
    const problems: string[] = [];
    await settle(storage, instances).catch((error: Error) => problems.push(error.message));
    sayMore('nothing waits and nothing runs');
    const last = await reader.end();

    const chatRows = async () =>
      (await insights.rows('dependencies')).filter(({ name }) => name?.startsWith('chat '));
    const kills = instances.map((instance) => instance.kills);
    const problemsOfCalls = async () =>
      checkCalls(entries, model.calls, await chatRows(), kills, lost);
    // What a worker could not send it sends again after a while.
    const isWhole = (missing: readonly string[]) => missing.length === 0;
    await until('a chat row for every call', problemsOfCalls, isWhole, 120_000).catch(() => {});
    problems.push(
      ...checkResults(entries, reader.first, last),
      ...checkMessages(entries, reader.messages, last),
      ...(await problemsOfCalls()),
    );
    sayMore(`seed ${seed}: ${problems.length} problems; ${(await chatRows()).length} chat rows`);
    expect(problems).toEqual([]);
    const moods = new Set(model.calls.map(({ mood }) => mood));
    expect([...moods].sort()).toEqual([
      'answers',
      'cuts its answers',
      'hangs',
      'is broken',
      'is busy',
    ]);
  },
  hangMs(1_500_000),
);
