import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Block, Inline } from '../../view/rich/nodes.ts';
import { readRich } from '../../view/rich.ts';

const text = (said: string): Inline => ({ kind: 'text', text: said });
/** All that is text in it, together. */
function textIn(blocks: readonly Block[] | undefined): string {
  const said: string[] = [];
  JSON.stringify(blocks, (_key, value) => {
    if (value?.kind === 'text') said.push(value.text);
    return value;
  });
  return said.join('');
}

const paragraph = (...parts: Inline[]): Block => ({ kind: 'paragraph', parts });

describe('a text that was said is read as what it is written in', () => {
  it.each<[string, string, readonly Block[]]>([
    ['a line', 'Pack a tent.', [paragraph(text('Pack a tent.'))]],
    [
      'headings, emphasis and code',
      '## Gear\n\n**A _warm_ bag** and `rope` ~~no~~',
      [
        { kind: 'heading', level: 2, parts: [text('Gear')] },
        paragraph(
          {
            kind: 'strong',
            parts: [text('A '), { kind: 'em', parts: [text('warm')] }, text(' bag')],
          },
          text(' and '),
          { kind: 'code', text: 'rope' },
          text(' '),
          { kind: 'del', parts: [text('no')] },
        ),
      ],
    ],
    [
      'lists, of tasks too',
      '3. tent\n4. stove\n   - gas\n',
      [
        {
          kind: 'list',
          start: 3,
          items: [
            { done: undefined, blocks: [paragraph(text('tent'))] },
            {
              done: undefined,
              blocks: [
                paragraph(text('stove')),
                {
                  kind: 'list',
                  start: undefined,
                  items: [{ done: undefined, blocks: [paragraph(text('gas'))] }],
                },
              ],
            },
          ],
        },
      ],
    ],
    [
      'tasks',
      '- [x] tent\n- [ ] rope',
      [
        {
          kind: 'list',
          start: undefined,
          items: [
            { done: true, blocks: [paragraph(text('tent'))] },
            { done: false, blocks: [paragraph(text('rope'))] },
          ],
        },
      ],
    ],
    [
      'code and quotes',
      '```ts\nconst a = "<b>";\n```\n> so\n\n---',
      [
        { kind: 'code', language: 'ts', text: 'const a = "<b>";' },
        { kind: 'quote', blocks: [paragraph(text('so'))] },
        { kind: 'rule' },
      ],
    ],
    [
      'a table',
      '| a | b |\n|---|---|\n| 1 | `2` |',
      [
        {
          kind: 'table',
          head: [[text('a')], [text('b')]],
          rows: [[[text('1')], [{ kind: 'code', text: '2' }]]],
        },
      ],
    ],
    [
      'JSON',
      ' {"a":[1]}',
      [{ kind: 'code', language: 'json', text: '{\n  "a": [\n    1\n  ]\n}' }],
    ],
    ['broken JSON', '{"a":', [paragraph(text('{"a":'))]],
  ])('%s', (_name, written, blocks) => {
    expect(readRich(written)).toEqual(blocks);
  });
});

describe('what a text could do to its reader, it cannot', () => {
  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an element in a line', 'so <img src=x onerror=alert(1)> it is'],
    ['a link that runs', '[here](javascript:alert(1))'],
    ['a link that is data', '[here](data:text/html,x)'],
    ['a link to this page', '[here](/api/items)'],
    ['a remote image', '![pixel](https://example.test/pixel.png)'],
  ])('%s is text', (_name, written) => {
    const blocks = readRich(written);
    expect(JSON.stringify(blocks)).not.toMatch(/"kind":"(?!paragraph|text)/);
    expect(textIn(blocks)).toBe(written);
  });

  it('a link to another place is one', () => {
    for (const href of ['https://example.test/a', 'mailto:a@example.test']) {
      expect(readRich(`[here](${href})`)).toEqual([
        paragraph({ kind: 'link', href, parts: [text('here')] }),
      ]);
    }
  });

  it.each([
    ['100 KB and a character', 'a\n'.repeat(51_200) + 'a'],
    ['quotes in quotes', '> '.repeat(40_000)],
    ['numbers in numbers', '1. '.repeat(30_000)],
  ])('%s stay as they came', (_name, written) => {
    expect(readRich(written)).toBeUndefined();
  });

  it.each([
    ['emphasis without end', '_a'.repeat(50_000)],
    ['an address without end', `${'a.'.repeat(50_000)}@`],
    ['everything at once', '**a _b `c` [d](e)'.repeat(6_000)],
    ['the same in paragraphs', `${'_a'.repeat(1_000)}\n\n`.repeat(50)],
    ['lists in lists', Array.from({ length: 400 }, (_, at) => `${' '.repeat(at)}- a\n`).join('')],
    ['brackets', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('%s keep nobody waiting', (_name, written) => {
    const begin = performance.now();
    readRich(written);
    expect(performance.now() - begin).toBeLessThan(3_000); // 39 s and 55 s of the lexer alone for the first two
  });

  it('a short text is read on a machine that is busy, and of a long one what time there is', () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 1_000;
      return now;
    });
    onTestFinished(() => clock.mockRestore());
    const strong: Inline = { kind: 'strong', parts: [text('tent')] };
    expect(readRich('A **tent**\n\n- **tent**')).toEqual([
      paragraph(text('A '), strong),
      expect.objectContaining({ kind: 'list' }),
    ]);
    expect(textIn(readRich('A **tent**'))).toBe('A tent');
    const blocks = readRich('A **tent**\n\n'.repeat(1_000));
    expect(textIn(blocks?.slice(-1))).toBe('A **tent**');
  });

  it('any text is read, and no letter of a plain one is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (written) => {
        readRich(written);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z][a-zA-Z ,.]{0,80}[a-z]$/), (written) => {
        expect(textIn(readRich(written))).toBe(written);
      }),
    );
  });
});
