import { describe, expect, it } from 'vitest';
import { until } from '../../test/time/until.ts';
import { formatSpan } from '../format.ts';
import { createMishaps } from '../mishaps.ts';
import type { Row } from '../row.ts';
import { printTrees } from '../terminal/printTrees.ts';
import { renderTree, useColor } from '../terminal/tree.ts';

const row = (itemType: Row['itemType'], id: string, parent: string, more: Partial<Row>): Row => ({
  itemType,
  id,
  operation_Id: 'op',
  operation_ParentId: parent,
  timestamp: `2026-11-24T12:00:00.${id.padStart(3, '0')}Z`,
  session_Id: 's',
  customMeasurements: {},
  customDimensions: {},
  ...more,
});

/** Prints the trees of the rows that it is told of; quiet for 20 ms is the end of a call. */
function print(waits: { readonly hostMs?: number }) {
  const written: string[] = [];
  let tell: (rows: readonly Row[]) => void = () => {};
  const insights = {
    mishaps: createMishaps(() => {}),
    onRows(listener: typeof tell) {
      tell = listener;
      return () => {};
    },
  };
  const stop = printTrees(insights, (text) => written.push(text), {
    color: false,
    quietMs: 20,
    ...waits,
  });
  return { written, tell, stop };
}

const chat = { 'gen_ai.operation.name': 'chat' };
const rows = [
  row('dependencies', '3', '2', {
    name: 'chat gpt-4o',
    duration: 310,
    success: 'False',
    customDimensions: { ...chat, 'app.error.type': 'rate_limit_exceeded' },
  }),
  row('dependencies', '4', '2', {
    name: 'chat gpt-4o-mini',
    duration: 999.6,
    success: 'True',
    customDimensions: chat,
    customMeasurements: { inputTokens: 1234, outputTokens: 286 },
  }),
  row('traces', '5', '2', { message: 'ok in 2310 ms\u001b[31m' }),
  row('dependencies', '2', '1', { name: 'generate_completion', duration: 2_310, success: 'True' }),
  row('requests', '1', '', {
    name: 'POST /api/v1/chat/completions',
    duration: 12_400,
    success: 'True',
    resultCode: '200',
  }),
];

/** A row of another app, or of the host: it has no session. */
const foreign = (id: string, parent: string, more: Partial<Row>) => {
  const { session_Id: _, ...rest } = row('dependencies', id, parent, {
    duration: 20,
    success: 'True',
    ...more,
  });
  return rest as Row;
};

describe('the tree of an invocation', () => {
  it('draws each span under its parent, with durations, codes and tokens', () => {
    expect(renderTree(rows, { color: false })).toBe(
      [
        'POST /api/v1/chat/completions                    12.4 s  ✓  200',
        '└─ generate_completion                           2.31 s  ✓',
        '   ├─ chat gpt-4o                                310 ms  ✕ rate_limit_exceeded  1/2',
        '   ├─ chat gpt-4o-mini                           1.00 s  ✓  1,234 → 286 tokens  2/2',
        '   └─ ▵ ok in 2.31 s [31m',
        'session s  operation op',
      ].join('\n'),
    );
  });

  it('tells what the call cost, its job, the wait before a fallback and the address of its page', () => {
    const call = (n: number, at: number, model: string, more: Partial<Row>) =>
      row('dependencies', `c${n}`, '2', {
        name: `chat ${model}`,
        timestamp: new Date(Date.parse('2026-11-24T12:00:00Z') + at).toISOString(),
        duration: 300,
        customDimensions: { ...chat, 'gen_ai.request.model': model, 'app.attempt': `${n}` },
        ...more,
      });
    const run = row('dependencies', '2', '', {
      name: 'generate_completion',
      duration: 2_600,
      success: 'True',
      customDimensions: { 'app.job': 'trip-8', 'faas.trigger': 'pubsub' },
    });
    const calls = [
      call(1, 10, 'gpt-4o', { success: 'False', resultCode: '429' }),
      call(2, 2_290, 'gpt-4o-mini', {
        success: 'True',
        customMeasurements: { inputTokens: 1_234, outputTokens: 286, costUsd: 0.003_35 },
      }),
    ];
    const tree = renderTree([run, ...calls], { color: false, pages: 'http://127.0.0.1:7072' });
    expect(tree.split('\n').map((line) => line.replace(/ {3,}/, ' · '))).toEqual([
      'generate_completion · 2.60 s  ✓  job trip-8  US$ 0.00335',
      '├─ chat gpt-4o · 300 ms  ✕ 429  1/2',
      '└─ chat gpt-4o-mini · 300 ms  ✓  1,234 → 286 tokens  US$ 0.00335  2/2  fallback  after 1.98 s',
      'session s  operation op',
      'http://127.0.0.1:7072/calls/op?session=s',
    ]);
  });

  it('of embeddings, which have no output, it tells the tokens alone', () => {
    const call = row('dependencies', '3', '2', {
      name: 'embeddings text-embedding-3-small',
      duration: 120,
      success: 'True',
      customDimensions: { 'gen_ai.operation.name': 'embeddings' },
      customMeasurements: { inputTokens: 1_200 },
    });
    expect(renderTree([call], { color: false })).toMatch(
      /^embeddings text-embedding-3-small +120 ms {2}✓ {2}1,200 tokens\n/,
    );
  });

  it('says which calls were made by the Responses API', () => {
    const asked = rows.map((each) =>
      each.name?.startsWith('chat ')
        ? {
            ...each,
            customDimensions: { ...each.customDimensions, 'openai.api.type': 'responses' },
          }
        : each,
    );
    const lines = renderTree(asked, { color: false }).split('\n');
    expect(lines.filter((line) => line.endsWith('  Responses'))).toEqual([
      '   ├─ chat gpt-4o                                310 ms  ✕ rate_limit_exceeded  1/2  Responses',
      '   ├─ chat gpt-4o-mini                           1.00 s  ✓  1,234 → 286 tokens  2/2  Responses',
    ]);
  });

  it('colours only when asked', () => {
    expect(renderTree(rows, { color: true })).toContain('\u001b[');
    expect(useColor({ isTTY: false })).toBe(false);
  });

  it('is written once, when all of it has come', async () => {
    const { written, tell, stop } = print({ hostMs: 500 });
    tell(rows.slice(0, 2));
    tell(rows.slice(3));
    // The line of the app is sent by itself, and may be the last to come: a call that is whole overtakes this one.
    const others = rows.map((row) => ({ ...row, session_Id: 'other', operation_Id: 'other' }));
    tell(others);
    const have = (trees: number) =>
      until(
        'the trees',
        async () => written.length,
        (count) => count >= trees,
      );
    await have(1);
    expect(written).toEqual([`\n${renderTree(others, { color: false })}\n`]);
    tell(rows.slice(2, 3));
    tell([foreign('99', '1', { name: 'POST /api/v1/chat/completions' })]);
    await have(2);
    // Waits as long as what the host did itself, and came after it.
    const last = { operation_Id: 'last', name: 'last', duration: 20 };
    tell([foreign('100', 'unknown', last)]);
    await have(3);
    expect(written.slice(1, 2)).toEqual([`\n${renderTree(rows, { color: false })}\n`]);
    expect(written.slice(2)).toEqual(['last  ✓  20 ms\n']);
    stop();
  });
});

it('from ten calls a second on, each is a line, and their sum follows', async () => {
  const { written, tell, stop } = print({});
  const calls = Array.from({ length: 30 }, (_, n) =>
    rows.map((each) => ({ ...each, session_Id: `s${n}`, operation_Id: `op${n}` })),
  );
  tell(calls.flat());
  const sum = await until(
    'the sum',
    () => written.at(-1) ?? '',
    (text) => text.includes('calls in'),
  );
  expect(written.filter((text) => text.includes('└─'))).toHaveLength(9);
  expect(written.slice(9, -1)).toEqual(
    Array(21).fill('POST /api/v1/chat/completions  200  12.4 s  1,234 → 286 tokens\n'),
  );
  expect(sum).toMatch(/^\n21 calls in [^:]+: 0 failed, 25,914 → 6,006 tokens\n$/);
  stop();
});

describe('what another app sends', () => {
  const drawn = async (rows: readonly Row[], more: readonly Row[] = []) => {
    const options = { hostMs: 600_000 };
    const { written, tell, stop } = print(options);
    tell(rows);
    tell(more);
    await until(
      'the terminal',
      async () => written.join(''),
      (text) => text !== '',
    );
    stop();
    return written.join('');
  };
  const request = foreign('1', '', { itemType: 'requests', name: 'POST /ask', resultCode: '200' });
  const asked = foreign('2', '1', { name: 'chat gpt-4o', customDimensions: chat });

  it.each<[string, readonly Row[], readonly Row[]]>([
    ['at once', [request, asked], []],
    ['its root last', [asked], [request]],
  ])('is a tree, when it comes %s', async (_, first, second) => {
    expect(await drawn(first, second)).toMatch(
      /^\nPOST \/ask .*200\n└─ chat gpt-4o .*✓\noperation op\n$/,
    );
  });

  it('is a line, when it is one span', async () => {
    expect(await drawn([request])).toBe('POST /ask  200  20 ms\n');
  });

  it('is nothing, when it only looks at the app', async () => {
    const look = foreign('9', '', {
      itemType: 'requests',
      operation_Id: 'other',
      name: 'GET /api/health',
    });
    expect(await drawn([look, request])).toBe('POST /ask  200  20 ms\n');
  });
});

describe('a time span', () => {
  it.each([
    [0.4, '< 1 ms'],
    [12.3, '12 ms'],
    [999.6, '1.00 s'],
    [1_234, '1.23 s'],
    [9_996, '10.0 s'],
    [12_400, '12.4 s'],
    [59_960, '1 min 0 s'],
    [65_000, '1 min 5 s'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });
});
