import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode, type ErrorDetails, toAppError } from '../../../../src/errors.ts';
import { createBusyModels } from '../../../../src/inference/retry/busyModels.ts';
import { complete } from '../../../../src/inference/retry/complete.ts';
import { limitsIn } from '../../../time/limitsIn.ts';
import { until } from '../../../time/until.ts';

/** Runs the loop against a model that fails as listed, then answers; gives the calls made and the end. */
async function run(
  models: [string, ...string[]],
  failures: [ErrorCode, ErrorDetails?][],
  deadlineMs = 60_000,
  busyModels = createBusyModels(),
) {
  const calls: string[] = [];
  const times: number[] = [];
  const end = await complete(
    models,
    limitsIn(deadlineMs),
    busyModels,
    async ({ model, number, limits }) => {
      calls.push(model);
      times.push(limits.deadline.leftMs());
      const failure = failures[number - 1];
      if (failure) throw new AppError(failure[0], 'x', failure[1]);
      return 'answered';
    },
  ).catch((error) => toAppError(error).code);
  return { calls, times, end };
}

const busy = (retryAfterMs: number): [ErrorCode, ErrorDetails] => [
  'rate_limit_exceeded',
  { retryAfterMs },
];

describe('one completion', () => {
  it('makes one call when the model answers', async () => {
    expect(await run(['a', 'b'], [])).toMatchObject({ calls: ['a'], end: 'answered' });
  });

  it('makes at most three calls, fallbacks included', async () => {
    const failures = Array(5).fill(busy(0));
    expect(await run(['a'], failures)).toMatchObject({
      calls: ['a', 'a', 'a'],
      end: 'rate_limit_exceeded',
    });
    expect((await run(['a', 'b'], failures)).calls).toEqual(['a', 'a', 'b']);
    expect((await run(['a', 'b', 'c', 'd'], failures)).calls).toEqual(['a', 'b', 'c']);
  });

  it('goes to the next fallback at once when the wait that is asked for does not fit', async () => {
    expect(await run(['a', 'b'], [busy(3_600_000)])).toMatchObject({
      calls: ['a', 'b'],
      end: 'answered',
    });
    expect(await run(['a'], [busy(3_600_000)])).toMatchObject({
      calls: ['a'],
      end: 'rate_limit_exceeded',
    });
  });

  it('leaves out a deployment that said it is busy, until it no longer is', async () => {
    const known = createBusyModels();
    await run(['a', 'b'], [busy(500)], 200, known);
    expect((await run(['a', 'b'], [], 60_000, known)).calls).toEqual(['b']);
    expect((await run(['a'], [], 60_000, known)).calls).toEqual(['a']);
    await until(
      'it to be asked again',
      async () => (await run(['a', 'b'], [], 60_000, known)).calls,
      ([first]) => first === 'a',
    );
  });

  it('goes to the next fallback when a deployment does not exist', async () => {
    expect(await run(['a', 'b'], [['model_not_found']])).toMatchObject({
      calls: ['a', 'b'],
      end: 'answered',
    });
    expect(await run(['a'], [['model_not_found']])).toMatchObject({
      calls: ['a'],
      end: 'model_not_found',
    });
  });

  it.each<ErrorCode>([
    'content_filter',
    'context_length_exceeded',
    'model_rejected_request',
    'model_unauthorized',
  ])('%s is not asked again', async (code) => {
    expect(await run(['a', 'b'], [[code]])).toMatchObject({ calls: ['a'], end: code });
  });

  it('whose fallback rejects the request ends with the error of the first model', async () => {
    const rejected: [ErrorCode, ErrorDetails?] = ['model_rejected_request', { param: 'seed' }];
    expect(await run(['a', 'b'], [busy(3_600_000), rejected])).toMatchObject({
      calls: ['a', 'b'],
      end: 'rate_limit_exceeded',
    });
    expect(await run(['a', 'b', 'c'], [['model_timeout'], busy(0), rejected])).toMatchObject({
      calls: ['a', 'b', 'c'],
      end: 'model_timeout',
    });
    expect(await run(['a', 'b'], [['model_not_found'], rejected])).toMatchObject({
      end: 'model_not_found',
    });
  });

  it('whose first model was left out as busy, and whose fallback rejects the request, is still busy', async () => {
    const known = createBusyModels();
    await run(['a', 'b'], [busy(3_600_000)], 60_000, known);
    const failing = complete(['a', 'b'], limitsIn(60_000), known, async () => {
      throw new AppError('model_rejected_request', 'x');
    });
    const error = await failing.catch(toAppError);
    expect(error).toMatchObject({ code: 'rate_limit_exceeded' });
    const { retryAfterMs } = error as AppError;
    expect(retryAfterMs).toBeGreaterThan(3_500_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
  });

  it('gives a call 60 % of the time left, so that a hang leaves time for another', async () => {
    const { times } = await run(['a', 'b', 'c'], [busy(0)], 100_000);
    expect(times[0]).toBeCloseTo(60_000, -2);
    expect((await run(['a'], [], 5_000)).times[0]).toBeLessThanOrEqual(5_000);
    expect((await run(['a'], [], 12_000)).times[0]).toBeCloseTo(10_000, -2);
  });
});
