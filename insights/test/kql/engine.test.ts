import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { hangMs } from '../../../test/time/hangMs.ts';
import { createEngine, type EngineLimits } from '../../kql/engine.ts';
import { openStore } from '../../store/store.ts';
import { toRow } from '../store/rows.ts';
import { sampleStore } from './sampleStore.ts';

const sample = () => {
  const store = sampleStore();
  onTestFinished(store.close);
  return store;
};
function engineOver(store: Parameters<typeof createEngine>[0], limits: Partial<EngineLimits> = {}) {
  const engine = createEngine(store, limits);
  onTestFinished(engine.stop);
  return engine;
}
/** The process of an engine: the one that this process has and had not before. */
const processes = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;

async function countOf(engine: ReturnType<typeof createEngine>, query: string): Promise<unknown> {
  const outcome = await engine.run({ query });
  return 'json' in outcome ? JSON.parse(outcome.json).tables[0].rows[0][0] : outcome.fault;
}

it('starts no process before the first query', () => {
  const before = processes();
  engineOver(sample());
  expect(processes()).toBe(before);
});

it('a store in memory is read through its owner, a file by the engine itself; both see what has just come', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'callspan-kql-'));
  const file = openStore(join(folder, 'insights.db'), { ms: 1e12, rows: 1e6 });
  const memory = openStore(':memory:', { ms: 1e12, rows: 1e6 });
  onTestFinished(async () => {
    file.close();
    memory.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  for (const store of [file, memory]) {
    const engine = engineOver(store);
    const rows = Array.from({ length: 5_001 }, (_, at) =>
      toRow({ itemType: 'traces', message: `line ${at}` }),
    );
    store.insert(rows);
    expect(await countOf(engine, 'traces | where message startswith "line" | count')).toBe(5_001);
    store.insert([toRow({ itemType: 'traces', message: 'line' })]);
    expect(await countOf(engine, 'union traces, requests | count')).toBe(5_002);
  }
});

it('a query that takes too long ends, and the next one is answered', async () => {
  const engine = engineOver(sample(), { withinMs: 500 });
  const long =
    'range x from 1 to 1000000 step 1 | extend y = strlen(replace_regex(strrep("ab", 500), "a", "b")) | summarize sum(y)';
  expect(await engine.run({ query: long })).toEqual({
    fault: { error: 'The query took longer than 0.5 s.', problem: 'limit' },
  });
  expect(await countOf(engine, 'requests | count')).toBe(120);
});

it('a query that needs too much memory ends its own process alone, and the next one is answered', async () => {
  const engine = engineOver(sample(), { heapMiB: 160, withinMs: 60_000 });
  const large =
    'range x from 1 to 900000 step 1 | extend a = strcat("a", x, strrep("b", 800)), b = strcat("c", x, strrep("d", 800)) | summarize make_set(a), make_set(b)';
  expect(await engine.run({ query: large })).toEqual({
    fault: { error: 'The query needed too much memory.', problem: 'limit' },
  });
  expect(await countOf(engine, 'requests | count')).toBe(120);
});

it('queries that come at once are answered in turn; too many are told so', async () => {
  const engine = engineOver(sample());
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => countOf(engine, 'requests | count')),
  );
  expect(answers.filter((answer) => answer === 120)).toHaveLength(16);
  expect(answers.at(-1)).toEqual({ error: 'More than 16 queries wait.', problem: 'limit' });
});

it('a fault has its line and column', async () => {
  expect(await engineOver(sample()).run({ query: 'requests\n| where nam == 1' })).toEqual({
    fault: {
      error:
        "The name 'nam' does not refer to any known column, table, variable or function. Did you mean name?",
      problem: 'name',
      line: 2,
      column: 9,
    },
  });
});

it('without a query its process ends, and starts anew with the next', async () => {
  const before = processes();
  const engine = engineOver(sample(), { idleMs: 50 });
  expect(await countOf(engine, 'requests | count')).toBe(120);
  const end = Date.now() + hangMs(10_000);
  while (processes() > before && Date.now() < end) await sleep(20);
  expect(processes()).toBe(before);
  expect(await countOf(engine, 'requests | count')).toBe(120);
});
