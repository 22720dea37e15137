import { describe, expect, test } from 'vitest';
import { toMove } from '../../../pages/call/waterfall/tree/move.ts';
import {
  failedLines,
  keysAbove,
  toVisibleLines,
} from '../../../pages/call/waterfall/tree/visibleLines.ts';
import { toWaterfall } from '../../../view/waterfall.ts';
import { host, own, row } from '../../view/rows.ts';

const call = (id: string, at: number) =>
  row('dependencies', { id, name: 'work', under: 'own', at, duration: 10 });
const { lines } = toWaterfall([host(), own('ok'), call('a', 20), call('b', 40)]);
const none: ReadonlySet<string> = new Set();

test('a folded line hides all that is below it, and says so', () => {
  const visible = toVisibleLines(lines, new Set(['own']));
  expect(visible.map(({ line, folded }) => [line.key, folded])).toEqual([
    ['host', false],
    ['own', true],
  ]);
});

test('a line without lines below it is never folded', () => {
  expect(toVisibleLines(lines, new Set(['a']))).toHaveLength(4);
});

test('what must be unfolded to see a line are those above it', () => {
  expect(keysAbove(lines, 3)).toEqual(['own', 'host']);
});

describe('of failed rows only', () => {
  const broken = row('dependencies', {
    id: 'broken',
    name: 'SELECT',
    under: 'a',
    at: 21,
    success: 'False',
  });
  const { lines: some } = toWaterfall([host(), own('ok'), call('a', 20), call('b', 40), broken]);
  const at = (key: string) => some.findIndex((line) => line.key === key);
  const seen = (selected = -1, folded = none) =>
    toVisibleLines(some, folded, failedLines(some, selected)).map(({ line, below }) => [
      line.key,
      below,
    ]);

  test('those above them stay, and lines count only what is seen below them', () => {
    expect(seen()).toEqual([
      ['host', 3],
      ['own', 2],
      ['a', 1],
      ['broken', 0],
    ]);
  });

  test('the selected one stays too', () => {
    expect(seen(at('b')).map(([key]) => key)).toEqual(['host', 'own', 'a', 'broken', 'b']);
  });

  test('folds go on hiding what is below them', () => {
    expect(seen(-1, new Set(['a']))).toEqual([
      ['host', 3],
      ['own', 2],
      ['a', 1],
    ]);
  });

  test('there is none when none failed', () => {
    expect(toVisibleLines(lines, none, failedLines(lines, -1))).toEqual([]);
  });
});

describe('a key in the tree', () => {
  const visible = toVisibleLines(lines, none);
  test.each([
    ['ArrowDown', 0, { to: 1 }],
    ['ArrowDown', 3, { to: 3 }],
    ['ArrowUp', 0, { to: 0 }],
    ['End', 0, { to: 3 }],
    ['Home', 3, { to: 0 }],
    ['PageDown', 0, { to: 2 }],
    ['ArrowLeft', 1, { key: 'own', fold: true }],
    ['ArrowLeft', 3, { to: 1 }],
    ['ArrowRight', 1, { to: 2 }],
    ['ArrowRight', 2, { to: 2 }],
    ['x', 0, undefined],
  ] as const)('%s on line %i', (key, at, move) => {
    expect(toMove(key, visible, at, 2)).toEqual(move);
  });

  test('→ unfolds a folded line first', () => {
    const folded = toVisibleLines(lines, new Set(['own']));
    expect(toMove('ArrowRight', folded, 1, 2)).toEqual({ key: 'own', fold: false });
  });
});
