import { describe, expect, it } from 'vitest';
import { type Run, toProgress } from '../../../../pages/call/again/progress.ts';
import { operation } from '../../operation.ts';

const of = { operation: 'first', session: 's0' };
const progress = (...runs: readonly Run[]) => toProgress({ of, wanted: 5, goesOn: true, runs });

describe('the runs of a call', () => {
  it.each<[string, readonly Run[], string]>([
    ['none yet', ['asking'], '0 of 5'],
    ['one', [operation(), 'asking'], '1 of 5'],
    ['one that failed', [operation({ success: 'False' })], '1 of 5 · 1 failed'],
    ['one that did not reach the app', [{ error: 'No.' }], '1 of 5 · 1 failed'],
    ['one that is sought', ['sought'], '1 of 5 · 1 whose rows are on their way'],
    ['one that was stopped', [operation(), 'stopped'], '1 of 5 · 1 stopped'],
    ['one that is lost', ['lost'], '1 of 5 · 1 whose rows have not come'],
  ])('%s', (_name, runs, words) => {
    expect(progress(...runs).words).toBe(words);
  });

  it('are compared with what they repeat, as far as they are here', () => {
    const { calls } = progress(
      'lost',
      operation({ operation_Id: 'op2', session_Id: null }),
      'sought',
    );
    expect(calls).toEqual([of, { operation: 'op2', session: undefined }]);
  });

  it('give each reason once', () => {
    expect(progress({ error: 'No.' }, { error: 'No.' }).errors).toEqual(['No.']);
  });
});
