import { describe, expect, it } from 'vitest';
import {
  type CallFilters,
  defaultFilters,
  formatFilters,
  freeze,
  parseFilters,
  toApiQuery,
} from '../../view/urlState.ts';

const now = Date.parse('2026-11-24T12:00:00.000Z');
const with_ = (more: Partial<CallFilters>): CallFilters => ({ ...defaultFilters, ...more });

describe('the URL of the list of calls', () => {
  it.each([
    ['', {}],
    ['q=camping+%26+%22tents%22', { q: 'camping & "tents"' }],
    ['outcome=failed&range=24h', { outcome: 'failed', range: '24h' as const }],
    [
      'function=inferenceQueue&model=gpt-4o&minMs=2000',
      { function: 'inferenceQueue', model: 'gpt-4o', minMs: 2_000 },
    ],
    [
      'from=2026-11-24T10%3A00%3A00.000Z&to=2026-11-24T11%3A00%3A00.000Z',
      { from: '2026-11-24T10:00:00.000Z', to: '2026-11-24T11:00:00.000Z' },
    ],
    [
      'conversation=trip&job=trip-7&session=s1',
      { conversation: 'trip', job: 'trip-7', session: 's1' },
    ],
    [
      'code=model_timeout&assistant=guide&caller=mobile&sort=cost&order=asc',
      {
        code: 'model_timeout',
        assistant: 'guide',
        caller: 'mobile',
        sort: 'cost' as const,
        order: 'asc' as const,
      },
    ],
  ])('%s is the view, there and back', (query, more) => {
    expect(parseFilters(`?${query}`)).toEqual(with_(more));
    expect(formatFilters(with_(more))).toBe(query);
  });

  it.each([
    ['a parameter that is unknown', 'utm_source=x&__proto__=y'],
    ['a range that is none', 'range=2h'],
    ['a range that is a name of JavaScript', 'range=constructor'],
    ['a time that is none', 'from=yesterday'],
    ['an order that is none', 'sort=size&order=up'],
    ['an end before its beginning', 'from=2026-11-24T11:00:00Z&to=2026-11-24T10:00:00Z'],
    ['a duration that is none', 'minMs=-5'],
    ['a duration that is not whole', 'minMs=1e400'],
  ])('%s is ignored', (_what, query) => {
    expect(parseFilters(query)).toEqual(defaultFilters);
  });

  it('is the same however the filters were chosen', () => {
    expect(formatFilters(parseFilters('session=s&q=a&minMs=5'))).toBe('q=a&minMs=5&session=s');
  });

  it('fixed times stand without a range', () => {
    const from = '2026-11-24T10:00:00.000Z';
    expect(formatFilters(with_({ from, range: '24h' }))).toBe('from=2026-11-24T10%3A00%3A00.000Z');
  });

  it('a relative range stays relative, until its link is copied', () => {
    const state = with_({ range: '15m', outcome: 'failed' });
    expect(formatFilters(state)).toBe('outcome=failed&range=15m');
    const link = formatFilters(freeze(state, now));
    expect(parseFilters(link)).toEqual(
      with_({
        outcome: 'failed',
        from: '2026-11-24T11:45:00.000Z',
        to: '2026-11-24T12:00:00.000Z',
      }),
    );
    expect(freeze(parseFilters(link), now + 99_999)).toEqual(parseFilters(link));
  });

  it('a beginning without an end is closed when its link is copied', () => {
    expect(freeze(with_({ from: '2026-11-24T10:00:00.000Z' }), now).to).toBe(
      '2026-11-24T12:00:00.000Z',
    );
  });

  it.each([
    [{}, 'from=2026-11-24T11%3A00%3A00.000Z'],
    [{ range: '7d' as const, q: 'a' }, 'q=a&from=2026-11-17T12%3A00%3A00.000Z'],
    [
      { to: '2026-11-24T11:00:00.000Z', minMs: 5, range: '7d' as const },
      'minMs=5&to=2026-11-24T11%3A00%3A00.000Z',
    ],
  ])('%o asks the server for %s', (more, query) => {
    expect(toApiQuery(with_(more), now)).toBe(query);
  });
});
