import { describe, expect, it } from 'vitest';
import type { Caller, Facets, GroupList, OperationList } from '../../api.ts';
import type { Row } from '../../row.ts';
import { createGroups } from '../../store/groups.ts';
import { createLists } from '../../store/list.ts';
import { toOperation } from '../../store/toOperation.ts';
import { invocation } from '../envelopes.ts';
import { start } from '../running.ts';
import { memoryStore } from './memoryStore.ts';
import { toCallRows } from './rows.ts';

type Parts = NonNullable<Parameters<typeof toCallRows>[1]>;

function asked(id: string, caller: string, more: Parts = {}): Row[] {
  return toCallRows(id, { ...more, own: { 'app.caller': caller, ...more.own } });
}

const dear = { inputTokens: 10, outputTokens: 20, costUsd: 0.1 };
const rows = [
  ...asked('a', 'mobile', { measurements: { ...dear, cachedInputTokens: 4 } }),
  ...asked('b', 'mobile', {
    at: '2026-11-24T13:00:00.000Z',
    outcome: 'model_timeout',
    measurements: { ...dear, costUsd: 0.2 },
  }),
  ...asked('c', 'batch', { measurements: { inputTokens: 1_000, outputTokens: 2_000 } }),
  ...asked('d', 'web', { measurements: { inputTokens: 5, outputTokens: 5 } }),
  ...asked('e', 'free', { at: '2026-11-24T14:00:00.000Z', measurements: { ...dear, costUsd: 0 } }),
  ...toCallRows('f', { measurements: { ...dear, costUsd: 9 } }),
];

function kept(all: readonly Row[] = rows) {
  const { database, write } = memoryStore();
  write(all);
  return { ...createLists(database), ...createGroups(database) };
}

describe('the calls of a caller', () => {
  it.each([
    ['a filter', { caller: 'mobile' }, ['a', 'b']],
    ['a field of the search', { q: 'caller:mobile' }, ['a', 'b']],
    ['a field among others', { q: 'caller:mobile status:failed' }, ['b']],
    ['a filter that fits nobody', { caller: 'mobil' }, []],
    ['a filter in another case', { caller: 'Mobile' }, []],
    ['a filter that is SQL', { caller: "' OR 1=1 --" }, []],
  ])('are found by %s', (_what, filter, expected) => {
    const lists = kept();
    const { items } = lists.operations(filter, { limit: 9 });
    expect(items.map(({ session_Id }) => session_Id).sort()).toEqual(expected);
    expect(lists.summary(filter).calls).toBe(expected.length);
  });

  it('name it; those of nobody have none', () => {
    const { items } = kept().operations({}, { limit: 9 });
    const callers = items.map(({ session_Id, caller }) => [session_Id, caller]);
    expect(Object.fromEntries(callers)).toMatchObject({ a: 'mobile', f: null });
  });

  it('are known by the call to the model where no other row tells, as of a part that came first', () => {
    const [chat] = toCallRows('g', { chat: { 'app.caller': 'mobile' } });
    expect(chat && toOperation([chat])).toMatchObject({ caller: 'mobile' });
  });

  it('are of who the app says that it was, not of what stands at a call to a model', () => {
    const all = asked('g', 'mobile', { chat: { 'app.caller': 'other' } });
    expect(toOperation(all)).toMatchObject({ caller: 'mobile' });
  });

  it('that only put a job on the queue have it too', () => {
    const [, own, host] = asked('g', 'mobile', { own: { 'app.job': 'job-1' } });
    const sent = [{ ...own, name: 'send inference-requests' } as Row, host as Row];
    expect(toOperation(sent)).toMatchObject({ caller: 'mobile', job: 'job-1' });
  });
});

describe('callers', () => {
  it('are summed, the dearest first, without a price those of most tokens', () => {
    const { items, more } = kept().callers({}, 9);
    expect(items.map(({ name }) => name)).toEqual(['mobile', 'free', 'batch', 'web']);
    expect(items[0]).toEqual({
      name: 'mobile',
      last: '2026-11-24T13:00:00.000Z',
      calls: 2,
      failed: 1,
      inputTokens: 20,
      outputTokens: 40,
      cachedInputTokens: 4,
      costUsd: 0.3,
      unpriced: 0,
    });
    expect(items[1]).toMatchObject({ costUsd: 0, unpriced: 0 });
    expect(items[2]).toMatchObject({ costUsd: null, unpriced: 1, inputTokens: 1_000 });
    expect(more).toBe(false);
    expect(kept().callers({}, 1)).toMatchObject({ items: [{ name: 'mobile' }], more: true });
  });

  it.each([
    ['times', { from: '2026-11-24T12:30:00.000Z', to: '2026-11-24T13:30:00.000Z' }, { calls: 1 }],
    ['a search', { q: 'status:failed caller:mobile' }, { calls: 1, costUsd: 0.2 }],
    ['an app', { app: 'shop' }, undefined],
  ])('are summed of what a filter lets through: %s', (_what, filter, expected) => {
    const [first] = kept().callers(filter, 9).items;
    if (expected === undefined) expect(first).toBeUndefined();
    else expect(first).toMatchObject({ name: 'mobile', ...expected });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'may be called %s',
    (name) => {
      const lists = kept([...rows, ...asked('g', name, { measurements: { costUsd: 50 } })]);
      expect(lists.callers({}, 1).items).toMatchObject([{ name, calls: 1, costUsd: 50 }]);
      expect(lists.operations({ q: `caller:${name}` }, { limit: 9 }).items).toHaveLength(1);
      expect(lists.facets().callers).toContain(name);
    },
  );

  it.each([
    ['empty', '', null],
    ['blank', ' \n\t ', null],
    ['of control characters', '\u0000\u0007', null],
    ['of two lines', 'mobile\nINJECTED', 'mobile'],
    ['very long', 'x'.repeat(8_000), `${'x'.repeat(63)}…`],
    ['half a character', '\ud83d', '\ud83d'.toWellFormed()],
  ])('that are %s are kept short and whole', (_what, sent, name) => {
    const lists = kept(asked('g', sent));
    const [call] = lists.operations({}, { limit: 9 }).items;
    expect(call?.caller?.toWellFormed() ?? null).toBe(name);
    const found = lists.callers({}, 9).items.map((each) => each.name.toWellFormed());
    expect(found).toEqual(name === null ? [] : [name]);
    expect(lists.facets().callers).toHaveLength(found.length);
  });

  it('are read at /api/callers, filter /api/operations and are named by /api/facets', async () => {
    const { send, get } = await start();
    const [chat, own, ...rest] = invocation();
    const baseData = own?.data.baseData as object & { properties?: object };
    const properties = { ...baseData.properties, 'app.caller': 'mobile' };
    const told = { ...own, data: { ...own?.data, baseData: { ...baseData, properties } } };
    await send([...(chat ? [chat] : []), told, ...rest, ...invocation()]);
    const one = { items: [{ name: 'mobile', calls: 1, costUsd: 0.003 }], more: false };
    expect(await get<GroupList<Caller>>('/api/callers')).toMatchObject(one);
    expect(await get<GroupList<Caller>>('/api/callers?from=2000-01-01T00:00:00Z')).toMatchObject(
      one,
    );
    expect(await get<GroupList<Caller>>('/api/callers?to=2000-01-01T00:00:00Z')).toEqual({
      items: [],
      more: false,
    });
    expect((await get<OperationList>('/api/operations?caller=mobile')).items).toHaveLength(1);
    expect((await get<OperationList>('/api/operations')).items).toHaveLength(2);
    expect((await get<Facets>('/api/facets')).callers).toEqual(['mobile']);
  });
});
