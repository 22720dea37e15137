import { describe, expect, it } from 'vitest';
import { type KeyPress, keyTable, noKeys, readKey, takesText } from '../../view/keys.ts';

const plain = { ctrlKey: false, altKey: false, metaKey: false, typing: false };
const on = { characters: true };

/** The command of the last of some keys, pressed 100 ms apart. */
function press(
  keys: readonly string[],
  more: Partial<KeyPress> = {},
  { characters = true, gapMs = 100 } = {},
) {
  let state = noKeys;
  let command: string | undefined;
  keys.forEach((key, index) => {
    ({ state, command } = {
      command: undefined,
      ...readKey(state, { ...plain, key, ...more }, index * gapMs, { characters }),
    });
  });
  return command;
}

describe('a key', () => {
  it.each(keyTable.flatMap(({ keys, command }) => keys.map((key) => [key, command])))(
    '%s does %s',
    (key, command) => {
      expect(press(key.split(' '))).toBe(command);
    },
  );

  it('does nothing while typing', () => {
    for (const { keys } of keyTable) {
      for (const key of keys) expect(press(key.split(' '), { typing: true })).toBeUndefined();
    }
  });

  it.each(['ctrlKey', 'altKey', 'metaKey'])('with %s is never ours', (modifier) => {
    for (const { keys } of keyTable) {
      for (const key of keys) expect(press(key.split(' '), { [modifier]: true })).toBeUndefined();
    }
  });

  it('goes to a page after g, if it comes soon', () => {
    expect(press(['g', 'h'])).toBe('goHealth');
    expect(press(['g', 't'])).toBe('goTry');
    expect(press(['g', 'h'], {}, { gapMs: 1_600 })).toBeUndefined();
    expect(press(['g', 't'], {}, { gapMs: 1_600 })).toBe('theme');
    expect(press(['g', 'k'])).toBeUndefined();
    expect(press(['g', 'x', 'c'])).toBe('copyLink');
  });

  it('shift on the way to a character ends nothing', () => {
    expect(press(['g', 'Shift', 'c'])).toBe('goCalls');
  });

  it('that writes a character does nothing once they are switched off; arrows, Enter and Esc still work', () => {
    const works = keyTable.flatMap(({ keys }) =>
      keys.filter((key) => press(key.split(' '), {}, { characters: false }) !== undefined),
    );
    expect(works).toEqual(['ArrowDown', 'ArrowUp', 'Enter', 'Escape', 'ArrowLeft', 'ArrowRight']);
  });

  it('that nobody gave a meaning to has none', () => {
    expect(readKey(noKeys, { ...plain, key: 'constructor' }, 0, on)).toEqual({ state: noKeys });
    expect(press(['J'])).toBeUndefined();
  });
});

describe('typing', () => {
  it.each([
    [{ tagName: 'INPUT', type: 'search' }, true],
    [{ tagName: 'input' }, true],
    [{ tagName: 'TEXTAREA' }, true],
    [{ tagName: 'SELECT' }, true],
    [{ tagName: 'DIV', isContentEditable: true }, true],
    [{ tagName: 'INPUT', type: 'checkbox' }, false],
    [{ tagName: 'BUTTON' }, false],
    [{}, false],
  ])('in %o: %s', (target, expected) => {
    expect(takesText(target)).toBe(expected);
  });
});
