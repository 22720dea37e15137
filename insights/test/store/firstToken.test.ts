import { describe, expect, it } from 'vitest';
import { toTotals } from '../../pages/call/rows/totals.ts';
import type { Row } from '../../row.ts';
import { toOperation } from '../../store/toOperation.ts';
import { renderTree } from '../../terminal/tree.ts';
import { explain } from '../../view/explain.ts';
import { toMarkdown } from '../../view/markdown.ts';
import { chat, host, own, row } from '../view/rows.ts';

const busy = { error: 'rate_limit_exceeded', status: 429 };
const step = (n: number, at: number, first: number, said = '') =>
  chat(1, {
    at,
    first,
    duration: first + 200,
    customDimensions: {
      'app.step': `${n}`,
      'gen_ai.response.finish_reasons': n === 2 ? '["stop"]' : '["tool_calls"]',
      ...(said !== '' && { 'gen_ai.output.messages': said }),
    },
  });
const tool = row('dependencies', {
  name: 'execute_tool',
  under: 'own',
  at: 520,
  duration: 90,
  success: 'True',
  customDimensions: { 'gen_ai.operation.name': 'execute_tool' },
});
const messages = (...parts: readonly object[]) =>
  JSON.stringify([{ role: 'assistant', parts, finish_reason: 'tool_calls' }]);
const called = { type: 'tool_call', id: 'a', name: 'weather', arguments: '{"type":"text"}' };

const cases: readonly [string, readonly Row[], number | null][] = [
  [
    'a streamed call that was throttled once',
    [
      host({ duration: 2_000 }),
      own('ok', { at: 5, duration: 1_990 }),
      chat(1, { ...busy, at: 10 }),
      chat(2, { at: 991, first: 309, duration: 900 }),
    ],
    1_300,
  ],
  [
    'an assistant that ran tools',
    [host({ duration: 1_700 }), own('ok', { at: 5 }), step(1, 10, 300), tool, step(2, 915, 305)],
    1_220,
  ],
  [
    'an assistant that called tools, as recorded, without a word',
    [own('ok'), step(1, 10, 300, messages(called)), tool, step(2, 915, 305)],
    1_220,
  ],
  [
    'an assistant that said something before it ran tools',
    [
      own('ok'),
      step(1, 10, 300, messages({ type: 'text', content: 'Let me see.' }, called)),
      tool,
      step(2, 915, 305),
    ],
    310,
  ],
  [
    'an assistant that failed before it said anything',
    [own('model_unavailable'), step(1, 10, 300), tool, chat(1, { ...busy, at: 915 })],
    null,
  ],
  [
    'a cold start',
    [host({ duration: 1_500 }), own('ok', { at: 230 }), chat(1, { at: 235, first: 680 })],
    915,
  ],
  ['a caller who runs the tools', [host(), own('ok'), { ...step(1, 10, 300) }], 310],
  ['an answer that came whole', [host(), own('ok'), chat(1)], null],
];

describe('the first token, from the start of the caller to the first text of the answer, of', () => {
  it.each(cases)('%s', (_, rows, expected) => {
    expect(toOperation(rows)?.timeToFirstTokenMs).toBe(expected);
    expect(toTotals(rows)?.firstTokenMs).toBe(expected);
  });

  it('a call is the same number in sentence, terminal and Markdown', () => {
    const [, rows = []] = cases[0] ?? [];
    expect(explain(rows).text).toContain('in 2.00 s, its first token after 1.30 s');
    expect(renderTree(rows, { color: false })).toMatch(
      /generate_completion.* first token 1\.30 s\n/,
    );
    expect(toMarkdown(rows)).toContain('- first token: `1.30 s`');
  });

  it('a run without the row of its host counts from what there is', () => {
    expect(toOperation([own('ok', { at: 100 }), chat(1, { at: 150, first: 50 })])).toMatchObject({
      timeToFirstTokenMs: 100,
    });
  });
});
