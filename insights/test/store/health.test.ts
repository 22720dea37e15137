import { afterEach, describe, expect, it } from 'vitest';
import type { Check } from '../../api.ts';
import type { HostInvocation, HostInvocations } from '../../app.ts';
import type { Row } from '../../row.ts';
import { createFindings } from '../../store/findings.ts';
import { createHealth } from '../../store/health.ts';
import { createLists } from '../../store/list.ts';
import { createStats } from '../../store/stats.ts';
import { openStore, type Store } from '../../store/store.ts';
import { type RowParts, toCallRows, toRow } from './rows.ts';

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

const minute = 60_000;

/** A host that runs and ran these. */
const hostOf = (
  ended: readonly HostInvocation[],
  running: readonly HostInvocation[] = [],
): HostInvocations => ({ ended: () => ended, running: () => running });

/** Checks after these rows, a minute after they came. */
function check(rows: readonly Row[], host?: HostInvocations): ReadonlyMap<string, Check> {
  const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
  open.push(store);
  store.insert(rows);
  store.flush();
  const { checks } = createHealth(store.database, () => host)(Date.now() + minute);
  return new Map(checks.map((each) => [each.name, each]));
}

/** An ordinary call, with one of its rows changed: 0 the model call, 1 the call, 2 the host's row. */
function changed(index: number, change: (row: Row) => Row | readonly Row[]): Row[] {
  return toCallRows('a').flatMap((row, at) => (at === index ? change(row) : row));
}

const withDimensions = (row: Row, more: Readonly<Record<string, string>>): Row => ({
  ...row,
  customDimensions: { ...row.customDimensions, ...more },
});
const without = (row: Row, name: keyof Row): Row => {
  const { [name]: _, ...rest } = row;
  return rest as Row;
};
const log = (parts: Omit<RowParts, 'itemType'>) => toRow({ itemType: 'traces', ...parts });
const key = 'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq';

/** A model call as an SDK of another app tells it. */
const sdkCall = (customDimensions: Record<string, string>) =>
  toRow({
    itemType: 'dependencies',
    id: 'c',
    name: 'ai.generateText.doGenerate',
    duration: 100,
    customDimensions: { 'ai.operationId': 'ai.generateText.doGenerate', ...customDimensions },
  });

describe('an ordinary call', () => {
  it('is found to be well by every check', () => {
    const checks = [...check(toCallRows('a')).values()];
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(checks.length).toBeGreaterThan(12);
  });
});

it('a call of another app, which knows no sessions and no prices, is well', () => {
  const call = sdkCall({
    'gen_ai.system': 'openai.chat',
    'ai.usage.outputTokens': '7',
  });
  expect([...check([call]).values()].filter(({ state }) => state !== 'ok')).toEqual([]);
});

describe('another app', () => {
  const chat = (id: string, more: Partial<Row> = {}) =>
    toRow({
      itemType: 'dependencies',
      id,
      operation_Id: `op-${id}`,
      name: 'chat gpt-4o',
      duration: 100,
      ...more,
      customDimensions: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.output_tokens': '7',
        ...more.customDimensions,
      },
    });
  const isWell = (rows: readonly Row[]) =>
    expect([...check(rows).values()].filter(({ state }) => state !== 'ok')).toEqual([]);

  it('that numbers its attempts by our name needs no session and no price', () => {
    isWell([chat('a', { customDimensions: { 'app.attempt': '1' } })]);
  });

  it('that tells of the HTTP request of a model call, too, counts nothing twice', () => {
    const http = { name: 'POST', type: 'HTTP', operation_Id: 'op-a', operation_ParentId: 'a' };
    isWell([chat('a'), toRow({ itemType: 'dependencies', id: 'http', duration: 90, ...http })]);
  });

  it('whose calls have no price is told of them by the number that list and charts have', () => {
    const rows = [chat('a'), chat('b'), ...toCallRows('c')];
    expect(check(rows).get('Calls without a price')).toMatchObject({
      state: 'ok',
      count: 2,
      text: '2 calls of other apps used tokens and have no cost: no price is known.',
    });
    const { database } = open.at(-1) ?? {};
    if (database === undefined) throw new Error('no store');
    const noon = Date.parse('2026-11-24T12:00:00.000Z');
    expect(createLists(database).summary({})).toMatchObject({ unpriced: 2 });
    expect(createStats(database)(noon, noon + minute).total).toMatchObject({ unpriced: 2 });
  });
});

it('a secret in what was said is found once, where it was sent', () => {
  const call = sdkCall({
    'ai.prompt.messages': JSON.stringify([{ role: 'user', content: key }]),
  });
  expect(check([call]).get('Secrets')).toMatchObject({ state: 'fail', count: 1 });
});

describe('the good state', () => {
  const goodOf = (rows: readonly Row[]) => {
    const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
    open.push(store);
    store.insert(rows);
    store.flush();
    return createHealth(store.database)(Date.now() + minute).good;
  };
  const of = (id: string, more: Partial<Row> = {}) =>
    toRow({ itemType: 'requests', id, operation_Id: id, name: 'GET /cart', duration: 9, ...more });
  const used = {
    itemType: 'dependencies' as const,
    name: 'chat gpt-4o',
    customDimensions: { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.output_tokens': '7' },
  };
  const priced = (id: string) => toCallRows(id, { measurements: { outputTokens: 7, costUsd: 1 } });
  const rest = 'nothing was refused, dropped or cut';
  it.each<[string, readonly Row[], string | null]>([
    ['nothing that came is not known', [], null],
    ['our calls is of them', priced('a'), `every call has its rows, session and cost; ${rest}`],
    [
      'our calls without tokens has no cost',
      toCallRows('a'),
      `every call has its rows and session; ${rest}`,
    ],
    [
      'calls of several apps is of ours alone',
      [...toCallRows('a'), of('b')],
      `every call of a Callspan app has its rows and session; ${rest}`,
    ],
    [
      'calls of which another app’s has no price says nothing of cost',
      [...priced('a'), of('b', used)],
      `every call of a Callspan app has its rows and session; ${rest}`,
    ],
    ['other apps is of what is true of all', [of('b')], rest],
    ['log lines alone is of them', [log({ message: 'hello' })], rest],
    ['what has a problem is not good', [log({ itemCount: 4 })], null],
  ])('of %s', (_what, rows, good) => {
    expect(goodOf(rows)).toBe(good);
  });
});

describe('what is wrong is said, with how often', () => {
  const stream = 'x'.repeat(8_192);
  const used = { 'gen_ai.usage.output_tokens': '7' };
  it.each<[string, string, readonly Row[], string]>([
    [
      'an answer without a model call',
      'Calls without a model call',
      changed(0, () => []),
      'call op-a',
    ],
    [
      'a row whose parent never came',
      'Rows without their parent',
      changed(2, () => []),
      'call op-a',
    ],
    [
      'two request rows for one call',
      'Two request rows for one call',
      changed(2, (row) => [row, { ...row, id: 'second' }]),
      'call op-a',
    ],
    [
      'a request row of an SDK beside the host’s',
      'Two request rows for one call',
      changed(2, (row) => [
        row,
        {
          ...row,
          id: 'second',
          session_Id: 'a',
          operation_ParentId: 'host-a',
          customDimensions: {},
        },
      ]),
      'call op-a',
    ],
    [
      'two request rows that name one invocation, of an app without rows of its own',
      'Two request rows for one call',
      changed(2, (row) => [row, { ...row, id: 'second' }]).slice(2),
      'call op-a',
    ],
    [
      'a model call told twice',
      'Model calls recorded twice',
      changed(0, (row) => [row, { ...row, id: 'sdk' }]),
      'call op-a',
    ],
    [
      'the HTTP row of a model call',
      'Model calls recorded twice',
      changed(0, (row) => [
        row,
        { ...row, id: 'http', type: 'HTTP', operation_ParentId: 'chat-a', customDimensions: {} },
      ]),
      'call op-a',
    ],
    [
      'a child that ends after its parent',
      'Clocks that differ',
      changed(0, (row) => ({ ...row, duration: 1_051 })),
      'call op-a',
    ],
    [
      'a model call without a session',
      'Rows without a session',
      changed(0, (row) => without(row, 'session_Id')),
      'chat gpt-4o × 1',
    ],
    ['a row that stands for more', 'Sampling', [log({ itemCount: 4 })], 'traces × 1'],
    [
      'the line that says that spans are dropped',
      'Dropped telemetry',
      [log({ message: 'Spans are dropped: the export queue is full. GET health counts them.' })],
      'export queue full × 1',
    ],
    [
      'a counter of what an SDK dropped',
      'Dropped telemetry',
      [toRow({ itemType: 'customMetrics', name: 'Item_Dropped_Count', value: 12 })],
      'Item_Dropped_Count × 12',
    ],
    [
      'an attribute that was cut',
      'Attributes cut',
      changed(1, (row) => withDimensions(row, { 'app.notes': stream })),
      'app.notes × 1',
    ],
    [
      'a model without a price',
      'Calls without a price',
      changed(0, (row) => withDimensions(row, used)),
      'gpt-4o × 1',
    ],
    [
      'a name that the conventions do not have',
      'Unknown gen_ai.* attributes',
      changed(0, (row) => withDimensions(row, { 'gen_ai.usage.outputtokens': '7' })),
      'gen_ai.usage.outputtokens × 1',
    ],
    [
      'a key',
      'Secrets',
      [log({ message: `cannot open ${key}` })],
      'storage or service key in message × 1',
    ],
    [
      'a key of a caller',
      'Secrets',
      [log({ message: `refused csk_${'0aZ'.repeat(14)}1` })],
      'key of a caller in message × 1',
    ],
  ])('%s', (_what, name, rows, example) => {
    const found = check(rows).get(name);
    expect(found?.state).not.toBe('ok');
    expect(found?.fix).toBeTruthy();
    expect(found?.examples?.map(({ text }) => text)).toEqual([example]);
    if (!example.includes('×')) expect(found?.examples?.[0]?.href).toBe('/calls/op-a');
  });

  it('once for each item that was refused, whatever its length, by reason', () => {
    const store = openStore(':memory:');
    open.push(store);
    const reason = (length: number) =>
      `100: Field 'name' is too long. Expected: 1024 characters, Actual: ${length}`;
    createFindings(store.database).add(
      [2_000, 3_000].map((length) => ({ kind: 'refused', detail: reason(length) })),
      '',
    );
    const { checks } = createHealth(store.database)();
    const refused = checks.find(({ name }) => name === 'Refused items');
    expect(refused).toMatchObject({ state: 'fail', count: 2 });
    expect(refused?.examples).toHaveLength(1);
  });
});

describe('what is right is not complained of', () => {
  const gone = ['duplicate', 'client_closed', 'invalid_request', 'body_too_large', 'budget'];
  it.each(gone)('a call that ended as %s needs no model call', (outcome) => {
    const [, ...rows] = toCallRows('a', { outcome });
    expect(check(rows).get('Calls without a model call')?.state).toBe('ok');
  });

  it('a row whose parent belongs to another session of the operation', () => {
    const parent = toRow({ itemType: 'dependencies', session_Id: 's1', id: 'p', duration: 1 });
    const child = { ...parent, session_Id: 's2', id: 'c', operation_ParentId: 'p' };
    expect(check([child]).get('Rows without their parent')?.count).toBe(1);
    expect(check([child, parent]).get('Rows without their parent')?.state).toBe('ok');
  });

  it('a queue message whose sender is elsewhere', () => {
    const rows = toCallRows('a', { trigger: 'pubsub' }).map((row) =>
      row.name === 'generate_completion' ? { ...row, operation_ParentId: 'sender' } : row,
    );
    expect(check(rows).get('Rows without their parent')?.state).toBe('ok');
  });

  it('a row that has just come, and may be followed by its parent', () => {
    const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
    open.push(store);
    store.insert(changed(2, () => []));
    store.flush();
    const parents = (now: number) =>
      createHealth(store.database)(now).checks.find(
        ({ name }) => name === 'Rows without their parent',
      );
    expect(parents(Date.now() + 29_000)?.state).toBe('ok');
    expect(parents(Date.now() + 31_000)?.state).toBe('warn');
  });

  it('a call that the host still runs', () => {
    const running = [{ id: 'a', functionName: 'chatCompletions', startedAt: Date.now() }];
    const checks = check(
      changed(2, () => []),
      hostOf([], running),
    );
    expect(checks.get('Rows without their parent')?.state).toBe('ok');
  });
});

describe('a host that ran more than arrived', () => {
  const ended = (id: string, { functionName = 'chatCompletions', agoMs = 11_000 } = {}) => {
    const endedAt = Date.now() + minute - agoMs;
    return { id, functionName, requestId: `host-${id}`, startedAt: endedAt - 100, endedAt };
  };
  const name = 'Calls that the host ran';

  it.each<[string, readonly Row[], number]>([
    ['all rows', toCallRows('a'), 0],
    ['no row of the host', toCallRows('a').slice(0, 2), 1],
    ['no row at all', [], 1],
  ])('is seen, call by call: %s', (_what, rows, missing) => {
    expect(check(rows, hostOf([ended('a')])).get(name)?.count).toBe(missing);
  });

  it('is asked for no row of its own of a queue’s run, nor of a call that it does not record', () => {
    const { requestId, ...unrecorded } = ended('a');
    const rows = toCallRows('a').slice(0, 2);
    expect(check(rows, hostOf([unrecorded])).get(name)?.count).toBe(0);
    expect(check(rows, hostOf([{ ...unrecorded, requestId }])).get(name)?.count).toBe(1);
  });

  it('is asked for rows of the app only from functions that leave any', () => {
    const [, , host] = toCallRows('b');
    const rows = [...toCallRows('a'), ...(host ? [host] : [])];
    expect(check(rows, hostOf([ended('a'), ended('b')])).get(name)?.count).toBe(1);
    const models = ended('b', { functionName: 'models' });
    expect(check(rows, hostOf([ended('a'), models])).get(name)?.count).toBe(0);
  });

  it('is given 10 s', () => {
    expect(check([], hostOf([ended('a', { agoMs: 9_000 })])).get(name)?.state).toBe('ok');
  });

  it('is not asked for what was deleted', () => {
    const store = openStore(':memory:');
    open.push(store);
    const before = { ...ended('a'), startedAt: Date.now() - 1 };
    const missing = () =>
      createHealth(store.database, () => hostOf([before]))(Date.now() + minute).checks.find(
        (each) => each.name === name,
      )?.count;
    expect(missing()).toBe(1);
    store.clear();
    expect(missing()).toBe(0);
  });
});

describe('findings', () => {
  it('never hold the secret that was found', () => {
    const store = openStore(':memory:');
    open.push(store);
    store.insert([
      log({ message: key }),
      log({ customDimensions: { note: `Bearer ${'q'.repeat(40)}` } }),
    ]);
    store.flush();
    const kept = JSON.stringify(store.database.prepare('SELECT * FROM findings').all());
    expect(kept).toContain('bearer token in note');
    expect(kept).not.toMatch(/Eby8|qqqq/);
  });

  it('stay few whatever names are sent', () => {
    const store = openStore(':memory:');
    open.push(store);
    const names = Array.from({ length: 500 }, (_, index) => [`gen_ai.x${index}`, '1']);
    store.insert([log({ customDimensions: Object.fromEntries(names) })]);
    store.flush();
    const all = createFindings(store.database).read('unknownName');
    expect(all).toHaveLength(51);
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(500);
  });
});
