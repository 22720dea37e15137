import { expect, it } from 'vitest';
import { formatRowFilters, parseRowFilters, toRowsQuery } from '../../view/rowFilters.ts';

it.each([
  [''],
  ['q=a+b&kind=traces&severity=error&app=x&range=24h'],
  ['kind=customEvents&from=2026-11-24T10%3A00%3A00.000Z&to=2026-11-24T11%3A00%3A00.000Z'],
])('the address of a list of rows gives it again: %j', (query) => {
  expect(formatRowFilters(parseRowFilters(query))).toBe(query);
});

it('what is unknown in an address or makes no sense is ignored', () => {
  const odd = 'kind=requests&severity=verbose&range=2h&from=soon&colour=red&kind=toString';
  expect(formatRowFilters(parseRowFilters(odd))).toBe('');
});

it('the receiver is asked by times, and without an end where the range moves', () => {
  const now = Date.parse('2026-11-24T12:00:00.000Z');
  const asked = new URLSearchParams(toRowsQuery(parseRowFilters('severity=error'), now));
  expect(Object.fromEntries(asked)).toEqual({
    from: '2026-11-24T11:00:00.000Z',
    severity: 'error',
  });
});
