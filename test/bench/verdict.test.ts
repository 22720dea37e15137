import { describe, expect, it } from 'vitest';
import type { Bound } from '../../bench/harness/benchmark.ts';
import { compared, comparedColumns } from '../../bench/harness/compared.ts';
import { slope } from '../../bench/harness/statistics.ts';
import { takeTurns } from '../../bench/harness/takeTurns.ts';
import { toMarkdown } from '../../bench/harness/toMarkdown.ts';
import { allMet } from '../../bench/harness/verdict.ts';

/** A table of one ratio, measured while the reference loop took so long. */
function tableOf(own: readonly number[], bound: Bound, reference: readonly number[]) {
  const rows = [compared('a call', own, [10, 10, 10], (ms) => `${ms} ms`, bound)];
  return { title: 'Calls', columns: comparedColumns, rows, reference };
}

describe('the verdict of a benchmark', () => {
  it.each<[string, Bound, string]>([
    ['met', { atMost: 1.2 }, 'met'],
    ['not met', { atMost: 1.1 }, 'not met'],
    ['met', { atLeast: 1.2 }, 'met'],
    ['not met', { atLeast: 1.3 }, 'not met'],
  ])('is %s by the median of the ratios', (_, bound, verdict) => {
    const table = tableOf([11, 12, 19], bound, [8, 9, 8.5]);
    expect(toMarkdown(table)).toMatch(new RegExp(`\\| 1\\.20 +\\|[^\\n]*\\| ${verdict} +\\|\\n`));
    expect(allMet([table])).toBe(verdict === 'met');
  });

  it('is refused, with a sentence, when the reference loop moved by more than 20 % from one half to the other', () => {
    const quiet = tableOf([11, 12, 13], { atMost: 1.2 }, [10, 15, 10, 12, 9, 12]);
    const busy = tableOf([11, 12, 13], { atMost: 1.2 }, [10, 15, 10, 12.1, 9, 12.1]);
    expect(toMarkdown(quiet)).not.toContain('refused');
    expect(toMarkdown(busy)).toContain('| refused |');
    expect(toMarkdown(busy)).toContain(
      'No verdict: it moved by 21 % from one half of the run to the other, so the machine was not quiet.',
    );
    expect([allMet([quiet]), allMet([busy])]).toEqual([true, false]);
  });

  it('of a figure that is no number is not met', () => {
    expect(toMarkdown(tableOf([], { atMost: 1.2 }, [8]))).toContain('| not met |');
  });
});

it('turns alternate, with the reference loop before, between and after them', async () => {
  const order: string[] = [];
  const turn = (name: string) => async () => order.push(name);
  const { of, reference } = await takeTurns('a test', 2, { a: turn('a'), b: turn('b') });
  expect(order).toEqual(['a', 'b', 'b', 'a']);
  expect(of).toEqual({ a: [1, 4], b: [2, 3] });
  expect(reference).toHaveLength(5);
});

it('the slope of a line is found through its noise', () => {
  expect(
    slope([
      [0, 1],
      [1, 3.5],
      [2, 4.5],
      [3, 7],
    ]),
  ).toBeCloseTo(1.9);
});
