import { describe, expect, it } from 'vitest';
import { overRows, type Row } from './overRows.ts';
import { queryFiles } from './queryFiles.ts';

const ask = (name: string, table: string, rows: readonly Row[]) =>
  overRows(`${queryFiles.find((query) => query.name === name)?.text}`, { [table]: rows });

describe('who spends', () => {
  const call = (caller: string | undefined, costUsd: number | undefined, more: Row = {}): Row => ({
    name: 'chat gpt-4o',
    success: 'True',
    itemCount: 1,
    customDimensions: caller === undefined ? {} : { 'app.caller': caller },
    customMeasurements: {
      inputTokens: 100,
      outputTokens: 10,
      ...(costUsd !== undefined && { costUsd }),
    },
    ...more,
  });

  it('sums the calls of each caller, by what sampled rows stand for, the dearest first', () => {
    const rows = [
      call('mobile', 0.5),
      call('mobile', 0.25, { itemCount: 4, success: 'False' }),
      call('batch', 2, { name: 'embeddings text-embedding-3-small' }),
      call(undefined, undefined),
      // Not calls: the answer of an assistant has their sums.
      call('mobile', 9, { name: 'invoke_agent travel-guide' }),
      call('mobile', 9, { name: 'generate_completion' }),
    ];
    expect(ask('callers', 'dependencies', rows)).toEqual([
      { caller: 'batch', calls: 1, failed: 0, inputTokens: 100, outputTokens: 10, costUsd: 2 },
      { caller: 'mobile', calls: 5, failed: 4, inputTokens: 500, outputTokens: 50, costUsd: 1.5 },
      { caller: '(nobody)', calls: 1, failed: 0, inputTokens: 100, outputTokens: 10, costUsd: 0 },
    ]);
  });
});

describe('a caller at 90 percent of its day', () => {
  const line = (day: string, customDimensions: Record<string, string>): Row => ({
    timestamp: new Date(`${day}T12:00:00Z`),
    message: 'Caller mobile has spent 90 % of its day.',
    itemCount: 1,
    customDimensions,
  });

  it('is told apart by caller and day, however many workers tell it', () => {
    const mobile = { 'app.caller': 'mobile', 'app.limit': 'usdPerDay' };
    const rows = [
      line('2026-11-29', mobile),
      line('2026-11-30', mobile),
      line('2026-11-30', { ...mobile, 'app.limit': 'tokensPerDay' }),
      line('2026-11-30', { 'app.caller': 'batch', 'app.limit': 'usdPerDay' }),
      line('2026-11-30', { 'app.caller': 'mobile' }), // of a call
    ];
    const told = ask('alert-caller-day', 'traces', rows).map(({ caller, times }) => [
      caller,
      times,
    ]);
    expect(told.sort()).toEqual([
      ['batch on 2026-11-30', 1],
      ['mobile on 2026-11-29', 1],
      ['mobile on 2026-11-30', 2],
    ]);
  });

  it('is nobody without such a line', () => {
    expect(
      ask('alert-caller-day', 'traces', [line('2026-11-30', { 'app.caller': 'mobile' })]),
    ).toEqual([]);
  });
});
