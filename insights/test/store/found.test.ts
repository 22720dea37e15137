import { describe, expect, it } from 'vitest';
import type { Facets, OperationList } from '../../api.ts';
import { createGroups } from '../../store/groups.ts';
import { createLists } from '../../store/list.ts';
import { openStore } from '../../store/store.ts';
import { invocation } from '../envelopes.ts';
import { start } from '../running.ts';
import { toCallRows, toRow } from './rows.ts';

/** Rows of an assistant's call that asked one model, was throttled once and ended well. */
function assistantCall(id: string) {
  const shared = { operation_Id: `op-${id}`, session_Id: id, duration: 5 } as const;
  const retried = toCallRows(id, { own: { 'gen_ai.conversation.id': 'trip:7' } });
  return [
    ...retried,
    toRow({
      ...shared,
      itemType: 'dependencies',
      id: `agent-${id}`,
      operation_ParentId: `own-${id}`,
      name: 'invoke_agent guide',
      success: 'True',
      customDimensions: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'guide' },
    }),
    toRow({
      ...shared,
      itemType: 'dependencies',
      id: `first-${id}`,
      operation_ParentId: `own-${id}`,
      name: 'chat gpt-4o',
      success: 'False',
      customDimensions: {
        'gen_ai.operation.name': 'chat',
        'app.error.type': 'rate_limit_exceeded',
        'app.attempt': '1',
      },
    }),
  ];
}

describe('a call is found by', () => {
  const store = openStore(':memory:');
  store.write([
    ...assistantCall('a'),
    ...toCallRows('b', { outcome: 'model_timeout', model: 'gpt-5' }),
    ...toCallRows('c', { own: { 'app.job': 'job-1' }, host: { cloud_RoleName: 'shop' } }),
  ]);
  const lists = createLists(store.database);
  it.each([
    ['status:failed', ['b']],
    ['status:model_timeout', ['b']],
    ['status:ok model:gpt-4o assistant:guide', ['a']],
    ['code:rate_limit_exceeded', ['a']],
    ['code:model_timeout', ['b']],
    ['app:shop', ['c']],
    ['assistant:guide', ['a']],
    ['conversation:trip:7', ['a']],
    ['trip:7', ['a']],
    ['job:job-1', ['c']],
    ['session:b', ['b']],
    ['function:chatCompletions gpt-5', ['b']],
    ['model:gpt-4o status:failed', []],
  ])('%s', (q, expected) => {
    const { items } = lists.operations({ q }, { limit: 9 });
    expect(items.map(({ session_Id }) => session_Id).sort()).toEqual(expected);
    expect(lists.summary({ q }).calls).toBe(expected.length);
  });

  it('its assistant, its conversation or a code as filters of the list', () => {
    for (const filter of [
      { assistant: 'guide' },
      { conversation: 'trip:7' },
      { code: 'rate_limit_exceeded' },
    ]) {
      expect(lists.operations(filter, { limit: 9 }).items).toMatchObject([{ session_Id: 'a' }]);
    }
    const facets: Facets = lists.facets();
    expect(facets).toMatchObject({ assistants: ['guide'], conversations: ['trip:7'] });
  });

  it('no field that there is none of, which is said', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/api/operations?q=modle:gpt-4o`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: expect.stringContaining('There is no field modle.'),
    });
  });
});

describe('calls in groups', () => {
  const rows = [
    ...assistantCall('a'),
    ...toCallRows('b', {
      outcome: 'rate_limit_exceeded',
      at: '2026-11-24T13:00:00.000Z',
      chat: { 'app.error.type': 'rate_limit_exceeded' },
      own: { 'gen_ai.conversation.id': 'trip:7', 'app.job': 'job-1' },
      measurements: { inputTokens: 3, outputTokens: 4, costUsd: 0.1 },
    }),
    ...toCallRows('c', { outcome: 'invalid_request', own: { 'app.job': 'job-2' } }),
  ];
  const store = openStore(':memory:');
  store.write(rows);
  const groups = createGroups(store.database);

  it('errors by code: how often, in how many calls, how many of these failed, and when last', () => {
    expect(groups.errors({}, 9).items).toEqual([
      {
        code: 'rate_limit_exceeded',
        count: 2,
        calls: 2,
        failed: 1,
        last: '2026-11-24T13:00:00.000Z',
      },
      expect.objectContaining({ code: 'invalid_request', count: 1, calls: 1, failed: 1 }),
    ]);
  });

  it('errors by code, the most frequent first when asked for', () => {
    const more = openStore(':memory:');
    more.write([
      ...rows,
      ...toCallRows('d', { outcome: 'invalid_request', at: '2026-11-24T14:00:00.000Z' }),
      ...toCallRows('e', { outcome: 'model_timeout', at: '2026-11-24T15:00:00.000Z' }),
    ]);
    const { errors } = createGroups(more.database);
    const codes = (sort: 'time' | 'count') => errors({}, 9, sort).items.map(({ code }) => code);
    expect(codes('time')[0]).toBe('model_timeout');
    expect(codes('count')).toEqual(['invalid_request', 'rate_limit_exceeded', 'model_timeout']);
    more.close();
  });

  it('conversations and jobs, that of the newest call first', () => {
    expect(groups.conversations({}, 9).items).toMatchObject([
      { id: 'trip:7', turns: 2, failed: 1, inputTokens: 3, costUsd: 0.1, agent: null },
    ]);
    expect(groups.jobs({}, 9).items).toMatchObject([
      { id: 'job-1', runs: [{ session_Id: 'b' }] },
      { id: 'job-2', runs: [{ session_Id: 'c' }] },
    ]);
    expect(groups.jobs({}, 1)).toMatchObject({ items: [{ id: 'job-1' }], more: true });
    const found = groups.errors({ code: 'rate_limit_exceeded', q: 'job:job-1' }, 9).items;
    expect(found).toMatchObject([{ code: 'rate_limit_exceeded', calls: 1 }]);
    expect(groups.errors({ from: '2026-11-24T12:30:00.000Z' }, 9).items).toHaveLength(1);
  });

  it('a conversation has the assistant of its last call', () => {
    const alone = openStore(':memory:');
    alone.write(assistantCall('a'));
    const { items } = createGroups(alone.database).conversations({}, 9);
    expect(items).toMatchObject([{ id: 'trip:7', agent: 'guide' }]);
    alone.close();
  });

  it('no error stays of what was deleted', () => {
    store.clear();
    expect(groups.errors({}, 9).items).toEqual([]);
    expect(Number(store.database.prepare('SELECT count(*) AS n FROM errors').get()?.n)).toBe(0);
  });

  it('are read at /api/conversations, /api/jobs and /api/errors', async () => {
    const { send, get } = await start();
    await send(invocation({ outcome: 'model_timeout', conversation: 'k', job: 'j' }));
    for (const [kind, item] of [
      ['conversations', { id: 'k' }],
      ['jobs', { id: 'j' }],
      ['errors', { code: 'model_timeout', calls: 1 }],
    ] as const) {
      expect(await get<OperationList>(`/api/${kind}`)).toMatchObject({ more: false });
      expect(await get<OperationList>(`/api/${kind}?limit=5`)).toMatchObject({
        items: expect.arrayContaining([expect.objectContaining(item)]),
      });
    }
  });
});
