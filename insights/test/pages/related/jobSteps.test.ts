import { expect, test } from 'vitest';
import { toJobState, toJobSteps } from '../../../pages/related/jobSteps.ts';
import { operation } from '../operation.ts';

const at = (seconds: number) => ({
  timestamp: `2026-11-24T12:00:${`${seconds}`.padStart(2, '0')}.000Z`,
});
const accepted = operation({ ...at(0), function: 'createJob', job: 'j', modelCalls: 0 });
const run = (outcome: string, seconds: number) =>
  operation({
    ...at(seconds),
    function: 'inferenceQueue',
    trigger: 'queue',
    job: 'j',
    outcome,
    success: ['ok', 'duplicate', 'running'].includes(outcome) ? 'True' : 'False',
  });

test('a job is told from its acceptance to its result, with its waits', () => {
  const steps = toJobSteps([run('ok', 34), run('model_unavailable', 3), accepted]);
  expect(steps.map(({ title, waitMs }) => [title, waitMs])).toEqual([
    ['accepted', null],
    ['delivery 1', 2_000],
    ['delivery 2', 30_000],
  ]);
});

test.each([
  ['queued', []],
  ['running', [run('running', 3)]],
  ['succeeded', [run('ok', 3)]],
  ['succeeded', [run('duplicate', 9), run('ok', 3)]],
  ['delivered again', [run('model_unavailable', 3)]],
  ['failed', [run('content_filter', 3)]],
  ['failed', [{ ...run('retries_exhausted', 9), function: 'inferencePoison' }]],
] as const)('a job is %s by its last run', (state, runs) => {
  expect(toJobState([...runs, accepted])).toBe(state);
});
