import { describe, expect, it } from 'vitest';
import type { Health, OperationList, StoredRow } from '../api.ts';
import { envelope } from './envelopes.ts';
import { start } from './running.ts';
import { stillKeeps } from './stillKeeps.ts';

const time = '2026-11-24T12:00:00.000Z';
const call = (properties: object, measurements: object = {}) =>
  envelope(
    'RemoteDependencyData',
    {
      id: 'a',
      name: 'chat gpt-4o',
      duration: '0.00:00:01',
      properties: { 'gen_ai.operation.name': 'chat', ...properties },
      measurements,
    },
    { 'ai.operation.id': 'odd', 'ai.session.id': 'odd-session' },
  );
const refusedCount = async (get: <T>(path: string) => Promise<T>) =>
  (await get<Health>('/api/health')).checks.find(({ name }) => name === 'Refused items')?.count;

describe('what an SDK sends is kept, however odd its values', () => {
  it.each([
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.cache_read.input_tokens',
  ])('%s that no column can hold is a row whose tokens are not known', async (name) => {
    const { url, send, get } = await start();
    for (const [index, tokens] of ['1e300', '1e19', '-1e19', 'Infinity', 'many', {}].entries()) {
      const item = call({ [name]: tokens });
      Object.assign(item.tags, { 'ai.operation.id': `odd-${index}` });
      expect((await send([item])).status).toBe(200);
    }
    const { items } = await get<OperationList>('/api/operations');
    expect(items).toHaveLength(6);
    for (const { inputTokens, outputTokens, cachedInputTokens } of items) {
      expect([inputTokens, outputTokens, cachedInputTokens]).toEqual([null, null, null]);
    }
    await stillKeeps(url);
  });

  it('counters of an SDK that say more than a column holds are counted', async () => {
    const { url, send, get } = await start();
    const metric = { metrics: [{ name: 'Item_Dropped_Count', value: 1e300 }] };
    for (let times = 0; times < 3; times++) await send([envelope('MetricData', metric)]);
    const { checks } = await get<Health>('/api/health');
    expect(checks.find(({ name }) => name === 'Dropped telemetry')?.state).toBe('fail');
    await stillKeeps(url);
  });

  it('the tokens of many calls together may be more than a column holds', async () => {
    const { url, send, get } = await start();
    const most = { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 1 };
    const calls = [...Array(1_100).keys()].map((index) => {
      const item = call({}, most);
      Object.assign(item.tags, { 'ai.operation.id': `op${index}` });
      return item;
    });
    expect((await send(calls)).status).toBe(200);
    const stats = await get<{ total: { calls: number; inputTokens: number } }>('/api/stats');
    expect(stats.total.calls).toBe(1_100);
    expect(stats.total.inputTokens).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    await stillKeeps(url);
  });

  it('an operation whose ID holds a line end is one invocation', async () => {
    const { send, get, url } = await start();
    const item = call({});
    Object.assign(item.tags, { 'ai.operation.id': 'one\ntwo' });
    await send([item]);
    await send([item]);
    const { items } = await get<OperationList>('/api/operations');
    expect(items).toMatchObject([{ operation_Id: 'one\ntwo', session_Id: 'odd-session' }]);
    const rows = await get<{ items: StoredRow[] }>('/api/operations/one%0Atwo');
    expect(rows.items).toHaveLength(2);
    await stillKeeps(url);
  });

  it('an empty session, or an empty invocation, is none', async () => {
    const { send, get, url } = await start();
    const item = call({ 'faas.invocation_id': '' });
    Object.assign(item.tags, { 'ai.session.id': '', 'ai.operation.id': 'empty' });
    await send([item]);
    await send([envelope('MessageData', { message: 'm' }, { 'ai.operation.id': 'other' })]);
    const { items } = await get<OperationList>('/api/operations');
    expect(items.map(({ operation_Id }) => operation_Id).sort()).toEqual(['empty', 'other']);
    await stillKeeps(url);
  });
});

describe('what no column can hold is refused by itself, and said', () => {
  it.each<[string, object]>([
    ['a measurement of tokens', call({}, { inputTokens: 1e19 })],
    ['a duration', { ...call({}), data: spanOf({ duration: `${'9'.repeat(400)}.00:00:00` }) }],
    ['a duration beyond .NET’s longest', { ...call({}), data: spanOf({ duration: '1e300' }) }],
    ['a time before the year 1', { ...call({}), time: '-000001-01-01T00:00:00Z' }],
    ['a time after the year 9999', { ...call({}), time: '+275760-09-13T00:00:00Z' }],
  ])('%s', async (_name, item) => {
    const { url, send, get } = await start();
    const answer = await send([item, call({})]);
    expect(answer.status).toBe(206);
    expect(await answer.json()).toMatchObject({
      itemsReceived: 2,
      itemsAccepted: 1,
      errors: [{ index: 0, statusCode: 400 }],
    });
    expect((await get<{ items: unknown[] }>('/api/operations/odd')).items).toHaveLength(1);
    expect(await refusedCount(get)).toBe(1);
    await stillKeeps(url);
  });

  it('in OTLP too', async () => {
    const { url, get } = await start();
    const id = 'ab'.repeat(16);
    const span = {
      traceId: id,
      spanId: 'cd'.repeat(8),
      name: 's',
      startTimeUnixNano: '1764000000000000000',
      endTimeUnixNano: '1764000001000000000',
    };
    const measured = (inputTokens: number) => ({
      ...span,
      attributes: [
        {
          key: 'microsoft.custom_measurements',
          value: { stringValue: JSON.stringify({ inputTokens }) },
        },
      ],
    });
    const answer = await fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceSpans: [{ scopeSpans: [{ spans: [measured(1e19), measured(7)] }] }],
      }),
    });
    expect(await answer.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
    expect((await get<{ items: unknown[] }>(`/api/operations/${id}`)).items).toHaveLength(1);
    expect(await refusedCount(get)).toBe(1);
    await stillKeeps(url);
  });
});

function spanOf(more: object) {
  return { baseType: 'RemoteDependencyData', baseData: { name: 'n', ...more } };
}

describe('a row that is imported is refused by itself', () => {
  const row = {
    itemType: 'dependencies',
    timestamp: time,
    operation_Id: 'op',
    operation_ParentId: '',
    customDimensions: { 'gen_ai.operation.name': 'chat' },
    customMeasurements: {},
  };
  it.each<[string, object]>([
    ['a session that is an object', { session_Id: {} }],
    ['a duration that is text', { duration: 'x' }],
    ['a name that is a number', { name: 5 }],
    ['tokens beyond what a column holds', { customMeasurements: { inputTokens: 1e19 } }],
    ['a success of its own', { success: 'yes' }],
    ['an array for a column', { cloud_RoleName: ['a'] }],
    ['an object for a column that is not known', { somebodys: { own: 1 } }],
    ['a time that no query can name', { timestamp: '+275760-09-13T00:00:00Z' }],
    ['no time', { timestamp: 'soon' }],
    ['a dimension that is no text', { customDimensions: { a: 1 } }],
    ['a measurement that is no number', { customMeasurements: { a: '1' } }],
    ['a type that is a number', { type: 1 }],
    ['a message that is a number', { itemType: 'traces', message: 1 }],
    ['null', { name: null }],
  ])('with %s', async (_name, wrong) => {
    const { url, get } = await start();
    const lines = [row, { ...row, ...wrong }, { ...row, operation_Id: 'after' }];
    const answer = await fetch(`${url}/api/import`, {
      method: 'POST',
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ imported: 2, known: 0, refused: 1 });
    const { items } = await get<OperationList>('/api/operations');
    expect(items.map(({ operation_Id }) => operation_Id).sort()).toEqual(['after', 'op']);
    const markdown = await fetch(`${url}/api/operations/op.md`);
    expect(markdown.status).toBe(200);
    await stillKeeps(url);
  });

  it('whose time is written otherwise than here is kept in our form, once', async () => {
    const { url, get } = await start();
    const body = JSON.stringify({ ...row, timestamp: 'Tue, 24 Nov 2026 13:00:00 +0100' });
    for (const counts of [
      { imported: 1, known: 0, refused: 0 },
      { imported: 0, known: 1, refused: 0 },
    ]) {
      const answer = await fetch(`${url}/api/import`, { method: 'POST', body });
      expect(await answer.json()).toEqual(counts);
    }
    const { items } = await get<{ items: StoredRow[] }>('/api/operations/op');
    expect(items).toMatchObject([{ timestamp: time.replace('Z', '000Z') }]);
  });
});
