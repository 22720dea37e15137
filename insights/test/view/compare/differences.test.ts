import { describe, expect, it } from 'vitest';
import type { StoredRow } from '../../../api.ts';
import { toCompared } from '../../../view/compare/compared.ts';
import {
  groupValues,
  isSame,
  toDifferences,
  toNumbers,
} from '../../../view/compare/differences.ts';
import { chat, host, own } from '../rows.ts';

const stored = (rows: readonly object[]) => rows as readonly StoredRow[];

/** A call that asked `request` and was answered `answer`. */
function call(request: object, { answer = 'A tent.', outcome = 'ok', model = 'gpt-4o' } = {}) {
  const last = chat(1, {
    model,
    customDimensions: {
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: answer }] },
      ]),
    },
  });
  const rows = stored([
    host(),
    own(outcome, {
      customDimensions: {
        'faas.name': 'chatCompletions',
        'app.request': JSON.stringify(request),
      },
    }),
    last,
  ]);
  const compared = toCompared(rows, last as StoredRow);
  if (compared === undefined) throw new Error('it has rows');
  return compared;
}

const system = { role: 'system', content: 'You are a guide.' };
const user = { role: 'user', content: 'What should I pack?' };

describe('two calls', () => {
  const left = call({ messages: [system, user], temperature: 0, model: 'gpt-4o' });
  const right = call(
    { messages: [system, { ...user, content: 'Where to?' }], seed: 7, model: 'gpt-4o' },
    { outcome: 'model_timeout', answer: 'A tarp.' },
  );

  it('differ in what they asked and in what became of them, and in nothing else', () => {
    const differ = toDifferences([left, right]).filter((each) => !isSame(each));
    expect(differ.map(({ name, values }) => [name, ...values])).toEqual([
      ['outcome', 'ok', 'model_timeout'],
      ['temperature', '0', undefined],
      ['message 2', 'user: What should I pack?', 'user: Where to?'],
      ['seed', undefined, '7'],
    ]);
  });

  it('keep their answers', () => {
    expect([left.answer, right.answer]).toEqual(['A tent.', 'A tarp.']);
  });

  it('that asked alike differ in nothing', () => {
    expect(toDifferences([left, left]).every(isSame)).toBe(true);
  });
});

describe('what was asked', () => {
  const textsOf = (request: object) => call(request).request.map(({ name, text }) => [name, text]);

  it.each<[string, object, string]>([
    [
      'a call of a tool',
      { role: 'assistant', content: null, tool_calls: [{ id: 'c' }] },
      '"id": "c"',
    ],
    ['parts', { role: 'user', content: [{ type: 'text', text: 'And?' }] }, 'user: And?'],
    [
      'an image as its size',
      {
        role: 'user',
        content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }],
      },
      '[image 8 B]',
    ],
  ])('holds %s', (_name, message, text) => {
    expect(textsOf({ messages: [message] }).at(-1)?.[1]).toContain(text);
  });

  it('is not known of a call that does not hold it, and says why', () => {
    const rows = stored([own('ok'), chat(1)]);
    expect(toCompared(rows, undefined)).toMatchObject({
      request: [],
      missing: expect.stringContaining('not recorded'),
      answer: undefined,
    });
  });

  it('of a thousand messages stays bounded', () => {
    expect(textsOf({ messages: Array(1_000).fill(user) }).length).toBeLessThan(250);
  });

  it('nested beyond reading is said so', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const rows = stored([
      own('ok', {
        customDimensions: {
          'faas.name': 'chatCompletions',
          'app.request': `{"messages":[{"role":"user","content":"x"}],"metadata":${deep}}`,
        },
      }),
    ]);
    expect(() => toCompared(rows, undefined)).not.toThrow();
  });
});

describe('many calls', () => {
  it('are grouped by what they have', () => {
    expect(groupValues(['ok', 'ok', undefined, 'ok'], [1, 2, 4, 5])).toEqual([
      { value: 'ok', calls: [1, 2, 5] },
      { value: undefined, calls: [4] },
    ]);
  });

  it.each([
    [[1], '1'],
    [[1, 2, 3], '1–3'],
    [[1, 3, 4, 9], '1, 3–4, 9'],
  ])('%j reads %s', (calls, words) => {
    expect(toNumbers(calls)).toBe(words);
  });
});
