import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import type { Operation, OperationList, StoredRow, Summary } from '../../api.ts';
import { parseRetention } from '../../store/retention.ts';
import { openStore } from '../../store/store.ts';
import { envelope, invocation } from '../envelopes.ts';
import { start } from '../running.ts';

const list = async (get: <T>(path: string) => Promise<T>, query = '') =>
  (await get<OperationList>(`/api/operations?${query}`)).items;

describe('the list of invocations', () => {
  it('has one item an invocation, however its rows come', async () => {
    const { send, get } = await start();
    const rows = invocation({ session: 's' });
    for (const row of [rows[3], rows[0], rows[2], rows[1]]) {
      await send([row ?? {}]);
      await list(get); // writes what has come so far
    }
    expect(await list(get)).toMatchObject([
      {
        session_Id: 's',
        name: 'POST /api/v1/chat/completions',
        function: 'chatCompletions',
        trigger: 'http',
        outcome: 'ok',
        model: 'gpt-4o',
        modelCalls: 1,
        durationMs: 1_000,
        inputTokens: 30,
        outputTokens: 300,
        costUsd: 0.003,
        priced: true,
        calls: [{ startMs: 0, durationMs: 980, firstTokenMs: null, success: true }],
      },
    ]);
  });

  it('shows what runs as running, until the row of the whole is there', async () => {
    const { send, get } = await start();
    const [chat = {}, ...rest] = invocation();
    await send([chat]);
    expect(await list(get)).toMatchObject([{ outcome: 'running' }]);
    await send(rest);
    expect(await list(get)).toMatchObject([{ outcome: 'ok' }]);
  });

  it('joins a host row from another trace, whichever comes first', async () => {
    for (const order of [1, -1]) {
      const { send, get } = await start();
      const rows = invocation({ session: 's', operation: 'a' });
      const host = rows.at(-1) as (typeof rows)[number];
      Object.assign(host.tags, { 'ai.operation.id': 'b' });
      for (const part of [rows.slice(0, -1), [host]].sort(() => order)) {
        await send(part);
        await list(get);
      }
      expect(await list(get)).toMatchObject([{ operation_Id: 'a', durationMs: 1_000 }]);
      expect((await get<{ items: StoredRow[] }>('/api/operations/a')).items).toHaveLength(4);
    }
  });

  it('pages by cursor without a gap or a double, while more comes', async () => {
    const { send, get } = await start();
    const time = new Date(Date.now() - 60_000);
    const sessions = [...Array(25).keys()].map((index) => `s${index}`);
    await send(sessions.flatMap((session) => invocation({ session, time }))); // all at one time
    const seen: string[] = [];
    let query = 'limit=10';
    for (;;) {
      const { items, next } = await get<OperationList>(`/api/operations?${query}`);
      seen.push(...items.map(({ session_Id }) => session_Id ?? ''));
      if (next === null) break;
      query = `limit=10&before=${encodeURIComponent(next)}`;
      await send(invocation());
    }
    expect(seen.sort()).toEqual(sessions.sort());
  });

  it.each<[string, number]>([
    ['', 4],
    ['outcome=ok', 2],
    ['outcome=failed', 2],
    ['outcome=model_timeout', 1],
    ['model=gpt-4o-mini', 1],
    ['function=chatCompletions', 4],
    ['function=other', 0],
    ['minMs=1500', 1],
    ['conversation=trip-7', 1],
    ['job=job-1', 1],
    ['session=s1', 1],
    ['q=s1', 1],
    ['q=job-1', 1],
    ['q=TRIP', 1],
    ['q=chatcmpl-', 4],
    ['q=%25', 0],
    ['q=timeout', 1],
    ['from=2026-01-02T00:00:00Z', 3],
    ['to=2026-01-02T00:00:00Z', 1],
  ])('narrowed by %j gives %i', async (query, count) => {
    const { send, get } = await start();
    const day = (of: number) => new Date(Date.UTC(2026, 0, of, 12));
    await send([
      ...invocation({ session: 's1', time: day(1) }),
      ...invocation({ outcome: 'model_timeout', conversation: 'trip-7', time: day(2) }),
      ...invocation({ job: 'job-1', durationMs: 2_000, time: day(3) }),
      ...invocation({ outcome: 'rate_limit_exceeded', model: 'gpt-4o-mini', time: day(4) }),
    ]);
    expect(await list(get, query)).toHaveLength(count);
    expect((await get<Summary>(`/api/summary?${query}`)).calls).toBe(count);
  });

  it('tells how often the queue delivered a job', async () => {
    const { send, get } = await start();
    for (let count = 1; count <= 3; count++) {
      await send(invocation({ job: 'j', session: `s${count}` }));
      await list(get);
    }
    const deliveries = (await list(get)).map((item: Operation) => item.deliveries);
    expect(deliveries.sort()).toEqual([1, 2, 3]);
  });

  it('sums up: calls, failed, p95, cost, and what has no price', async () => {
    const { send, get } = await start();
    const unpriced = invocation();
    Object.assign(unpriced[0]?.data.baseData ?? {}, { measurements: { outputTokens: 3 } });
    await send([...invocation(), ...invocation({ outcome: 'model_timeout' }), ...unpriced]);
    expect(await get('/api/summary')).toEqual({
      calls: 3,
      failed: 1,
      p95Ms: 1_000,
      costUsd: 0.006,
      unpriced: 1,
    });
  });
});

describe('the store', () => {
  it('keeps no more rows than it is told, and the oldest go first', async () => {
    const { send, get, insights } = await start({ retention: { ms: 86_400_000, rows: 40 } });
    for (let round = 0; round < 5; round++) {
      await send([...Array(5).keys()].flatMap((at) => invocation({ session: `${round}-${at}` })));
      insights.store.flush();
    }
    expect(insights.store.count()).toBe(40);
    const sessions = (await list(get)).map(({ session_Id }) => session_Id);
    expect(sessions.length).toBe(10);
    expect(sessions.every((session) => /^[34]-/.test(session ?? ''))).toBe(true);
    expect(insights.store.evicted()).toBeDefined();
  });

  it('keeps nothing longer than it is told', async () => {
    const { send, insights } = await start({ retention: { ms: 1, rows: 1_000 } });
    await send(invocation());
    insights.store.flush();
    const kept = Date.now();
    await until('the time to be over', Date.now, (now) => now > kept + 1);
    await send([envelope('EventData', { name: 'x' })]);
    insights.store.flush();
    expect(insights.store.count()).toBeLessThanOrEqual(1);
  });

  it('keeps no more bytes than it is told, and the newest calls are whole', async () => {
    const bytes = 3_000_000;
    const { send, get, insights } = await start({ retention: { bytes } });
    const prompt = 'x'.repeat(30_000);
    for (let round = 0; round < 40; round++) {
      const calls = [...Array(5).keys()].flatMap((at) => invocation({ session: `${round}-${at}` }));
      const withPrompt = calls.map(({ data, ...item }) => {
        const { properties } = data.baseData as { properties?: object };
        const baseData = { ...data.baseData, properties: { ...properties, prompt } };
        return { ...item, data: { ...data, baseData } };
      });
      await send(withPrompt);
      insights.store.flush();
    }
    const pragma = (name: string) =>
      Number(insights.store.database.prepare(`PRAGMA ${name}`).get()?.[name]);
    const used = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
    expect(used).toBeLessThanOrEqual(bytes);
    expect(used).toBeGreaterThan(bytes / 2);
    expect(insights.store.evicted()).toBeDefined();
    const [newest] = await list(get);
    expect(newest).toMatchObject({ outcome: 'ok', modelCalls: 1 });
  });

  it.each([
    ['7d,1000000', { ms: 604_800_000, rows: 1_000_000, bytes: 2e9 }],
    ['12h', { ms: 43_200_000, rows: 1_000_000, bytes: 2e9 }],
    ['500', { ms: 604_800_000, rows: 500, bytes: 2e9 }],
    ['300MB, 1d', { ms: 86_400_000, rows: 1_000_000, bytes: 3e8 }],
    ['10GB', { ms: 604_800_000, rows: 1_000_000, bytes: 1e10 }],
    ['', { ms: 604_800_000, rows: 1_000_000, bytes: 2e9 }],
  ])('--retain %j', (text, retention) => {
    expect(parseRetention(text)).toEqual(retention);
  });

  it.each(['x', '0', '7w', '-1', '1e3', '0GB', '5gb', '1.5GB'])(
    '--retain %j is refused',
    (text) => {
      expect(() => parseRetention(text)).toThrow('--retain must be');
    },
  );

  it('whose process is killed opens again, and has all but the last second', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callspan-store-'));
    const file = join(folder, 'insights.db');
    const script = `
      import { openStore } from ${JSON.stringify(join(import.meta.dirname, '../../store/store.ts'))};
      const store = openStore(${JSON.stringify(file)});
      let written = 0;
      setInterval(() => {
        const row = { itemType: 'customEvents', timestamp: new Date().toISOString(), operation_Id: 'o', operation_ParentId: '', name: String(written), customDimensions: {}, customMeasurements: {} };
        store.insert([row]);
        console.log(written++, Date.now());
      }, 1);`;
    const child = spawn(process.execPath, [
      '--experimental-strip-types',
      '--input-type=module',
      '-e',
      script,
    ]);
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    await until(
      '1,500 lines of what was stored',
      async () => said.split('\n').length,
      (lines) => lines > 1_500,
    );
    const killed = Date.now();
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const lines = said
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number));
    const old = lines.filter(([, at = 0]) => at < killed - 1_000).length;
    const store = openStore(file);
    expect(store.count()).toBeGreaterThanOrEqual(old);
    expect(store.rows('customEvents', { limit: 1_000 })).toHaveLength(
      Math.min(1_000, store.count()),
    );
    store.close();
    await rm(folder, { recursive: true });
  });
});
