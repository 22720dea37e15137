import { expect, it } from 'vitest';
import type { Check } from '../../api.ts';
import { toFound } from '../../pages/health/toFound.ts';

const check = (state: Check['state']): Check => ({ name: state, state, count: 0, text: '' });

it.each<[readonly Check['state'][], string]>([
  [[], ''],
  [['ok', 'ok'], ''],
  [['fail', 'ok'], '1 problem'],
  [['warn', 'ok'], '1 warning'],
  [['fail', 'fail', 'warn', 'warn', 'ok'], '2 problems, 2 warnings'],
])('checks that are %j are told as %j', (states, words) => {
  expect(toFound(states.map(check)).words).toBe(words);
});
