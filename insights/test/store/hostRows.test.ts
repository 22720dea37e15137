import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import { createMishaps } from '../../mishaps.ts';
import type { Row } from '../../row.ts';
import { createLists } from '../../store/list.ts';
import { openStore, type Store } from '../../store/store.ts';
import { printTrees } from '../../terminal/printTrees.ts';
import { toCallRows, toRow } from './rows.ts';

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

/** What a call leaves on a host that names no invocation: the model call, the call, the host's row and its hop to the worker. */
function unnamed(id: string): Row[] {
  const hop = toRow({
    itemType: 'dependencies',
    type: 'Http',
    operation_Id: `op-${id}`,
    operation_ParentId: `host-${id}`,
    id: `hop-${id}`,
    name: 'POST /api/v1/chat/completions',
    duration: 990,
    success: 'True',
  });
  return [...toCallRows(id, { host: { customDimensions: {} } }), hop];
}

/** What is listed once the rows have come in this order, one batch each. */
function listed(rows: readonly Row[]) {
  const store = openStore(':memory:');
  open.push(store);
  for (const row of rows) store.write([row]);
  return createLists(store.database).operations({}, { limit: 10 }).items;
}

describe('the host’s row and its own calls', () => {
  it.each([
    ['first', [3, 2, 1, 0]],
    ['last', [0, 1, 2, 3]],
    ['around the call’s', [2, 0, 3, 1]],
    ['after the model call’s', [0, 3, 2, 1]],
  ])('belong to the call that they are above or beside, when they come %s', (_when, order) => {
    const rows = unnamed('a');
    const items = listed(order.flatMap((at) => rows[at] ?? []));
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      session_Id: 'a',
      name: 'POST /api/v1/chat/completions',
      outcome: 'ok',
      modelCalls: 1,
    });
  });

  it('stay one item of their own where no call is under them', () => {
    const [, , host, hop] = unnamed('health');
    const items = listed([hop, host].flatMap((row) => row ?? []));
    expect(items.map(({ name, session_Id }) => [name, session_Id])).toEqual([
      ['POST /api/v1/chat/completions', null],
    ]);
  });

  it('of several calls in one trace go to each its own', () => {
    const rows = ['a', 'b', 'c'].flatMap(unnamed).map((row) => ({ ...row, operation_Id: 'one' }));
    const items = listed(rows.toReversed());
    expect(items.map(({ session_Id }) => session_Id).sort()).toEqual(['a', 'b', 'c']);
    expect(new Set(items.map(({ durationMs }) => durationMs))).toEqual(new Set([1_000]));
  });
});

describe('a run from the queue, of which the host writes no row', () => {
  const run = toCallRows('q', { trigger: 'pubsub', own: { 'faas.name': 'inferenceQueue' } }).slice(
    0,
    2,
  );

  it('is listed by its function, with the time of its own row', () => {
    expect(listed(run)).toMatchObject([
      { name: 'inferenceQueue', trigger: 'queue', outcome: 'ok', durationMs: 1_000 },
    ]);
  });

  it('is drawn as soon as its rows are there', async () => {
    const line = toRow({
      itemType: 'traces',
      operation_Id: 'op-q',
      operation_ParentId: 'own-q',
      session_Id: 'q',
      message: 'ok in 1 s',
    });
    expect(await draw([run, [line]])).toMatch(
      /^\ngenerate_completion.*\n├─ chat gpt-4o.*\n└─ ▵ ok/,
    );
  });
});

it('a tree begins with the host’s row, though it names no call, and whether it comes first or last', async () => {
  const [chat, own, host, hop] = unnamed('a');
  const line = toRow({
    itemType: 'traces',
    operation_Id: 'op-a',
    operation_ParentId: 'own-a',
    session_Id: 'a',
    message: 'ok in 1 s',
  });
  const app = [chat, own, line];
  for (const batches of [
    [[host, hop], app],
    [app, [hop, host]],
  ]) {
    const text = await draw(batches.map((batch) => batch.flatMap((row) => row ?? [])));
    expect(text.split('\n').map((drawn) => drawn.trim().split('  ')[0])).toEqual([
      '',
      'POST /api/v1/chat/completions',
      '└─ generate_completion',
      '├─ chat gpt-4o',
      '└─ ▵ ok in 1 s',
      'session a',
      '',
    ]);
  }
});

/** What the terminal shows of batches of rows. */
async function draw(batches: readonly (readonly Row[])[]): Promise<string> {
  let take: (rows: readonly Row[]) => void = () => {};
  let text = '';
  const insights = {
    mishaps: createMishaps(() => {}),
    onRows(listener: typeof take) {
      take = listener;
      return () => {};
    },
  };
  const stop = printTrees(
    insights,
    (more) => {
      text += more;
    },
    { color: false, quietMs: 20, hostMs: 600_000 },
  );
  for (const batch of batches) take(batch);
  await until(
    'the tree',
    () => text,
    (drawn) => drawn.includes('session'),
  );
  stop();
  return text;
}
