import { describe, expect, it } from 'vitest';
import { allWell, type Ledger } from './allWell.ts';
import { checkCalls } from './checkCalls.ts';

describe('a call to the model', () => {
  const check = (
    { entries, calls }: Ledger,
    rows: readonly ReturnType<Ledger['row']>[],
    kills: readonly number[] = [],
  ) => checkCalls(entries, calls, rows, [kills, []], { beforeMs: 500, afterMs: 200 });

  it.each(['call-1', undefined])('is recorded by a row whose request ID is %s', (requestId) => {
    const ledger = allWell();
    expect(check(ledger, [ledger.row(requestId)])).toEqual([]);
  });

  it('that has no row is told', () => {
    expect(check(allWell(), [])).toEqual([
      'Piece 1 (inline): 1 calls to the model, 0 chat rows; without one: call-1 of instance 0 at 1970-01-01T00:00:01.000Z (1000 ms; the model answers).',
    ]);
  });

  it('is not recorded by the row of another', () => {
    const ledger = allWell();
    const [call] = ledger.calls;
    if (call !== undefined) ledger.calls.push({ ...call, requestId: 'call-2' });
    expect(check(ledger, [ledger.row('call-1')]).join()).toContain('call-2 of instance 0');
  });

  it.each<[number, boolean]>([
    [700, false],
    [900, true],
    [1_500, true],
    [2_400, true],
    [2_600, false],
  ])('without a row, its worker killed at %i ms: excused is %s', (at, excused) => {
    expect(check(allWell(), [], [at])).toHaveLength(excused ? 0 : 1);
  });

  it('for a piece that no model should hear of is told', () => {
    const ledger = allWell();
    const [call] = ledger.calls;
    if (call !== undefined) ledger.calls.push({ ...call, seed: 2 });
    const problems = check(ledger, [ledger.row('call-1')]);
    expect(problems).toEqual(['Piece 2 (unparseable): the model was asked.']);
  });
});
