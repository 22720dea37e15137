import { expect, test } from 'vitest';
import { exceptionText } from '../../view/exceptionText.ts';
import { row } from './rows.ts';

const thrown = (details: unknown, outerMessage = 'It broke.') =>
  exceptionText(row('exceptions', { outerMessage, details }));

test('a stack is shown line by line', () => {
  const stack = 'Error: It broke.\n    at f (a.js:1)';
  expect(thrown(JSON.stringify([{ typeName: 'Error', message: 'It broke.', stack }]))).toBe(
    `It broke.\n\n${stack}`,
  );
});

test('a parsed stack is shown as a stack', () => {
  const parsedStack = [{ method: 'f', fileName: 'a.js', line: 1 }];
  expect(thrown([{ typeName: 'Error', message: 'Why', parsedStack }])).toBe(
    'It broke.\n\nError: Why\n    at f (a.js:1)',
  );
});

test.each([undefined, 'no JSON', '{}', [null, 7]])('details of %j show the message', (details) => {
  expect(thrown(details)).toBe('It broke.');
});

test.each([
  ['nothing', null],
  ['a text', 'f'],
  [
    'what no text can be made of',
    { method: { toString: '' }, fileName: [{ valueOf: 1 }], line: {} },
  ],
])('a frame that is %s breaks no page', (_name, frame) => {
  const said = thrown([{ typeName: 'Error', message: 'Why', parsedStack: [frame] }]);
  expect(said).toContain('Error: Why');
  expect(said).not.toContain('[object');
});
