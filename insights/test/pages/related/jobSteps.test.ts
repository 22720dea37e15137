import { expect, test } from 'vitest';
import { toTotals } from '../../../pages/call/rows/totals.ts';
import { toJobMs, toJobResult, toJobState, toJobSteps } from '../../../pages/related/jobSteps.ts';
import { explain } from '../../../view/explain.ts';
import { toMarkdown } from '../../../view/markdown.ts';
import { chat, host, own, row } from '../../view/rows.ts';
import { operation } from '../operation.ts';

const noon = Date.parse('2026-11-24T12:00:00.000Z');

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

test('a job seen whole takes from its acceptance to its last end, everywhere', () => {
  const at = (ms: number) => ({ timestamp: new Date(noon + ms).toISOString() });
  const job = { 'app.job': 'j', 'faas.trigger': 'pubsub', 'faas.name': 'inferenceQueue' };
  const rows = [
    host({ duration: 30 }),
    own('ok', { name: 'send inference-requests', at: 5, duration: 20 }),
    own('model_unavailable', {
      session_Id: 'a',
      id: 'a',
      at: 3_000,
      duration: 900,
      customDimensions: job,
    }),
    own('ok', { session_Id: 'b', id: 'b', at: 34_000, duration: 800, customDimensions: job }),
    chat(1, { session_Id: 'b', at: 34_010, duration: 700 }),
    row('traces', { session_Id: 'b', at: 34_900, message: 'inferenceQueue ok' }),
  ];
  const items = [
    { ...run('ok', 34), ...at(34_000), durationMs: 800 },
    { ...run('model_unavailable', 3), ...at(3_000), durationMs: 900 },
    { ...accepted, ...at(0), durationMs: 30 },
  ];
  expect(toJobMs(items)).toBe(34_800);
  expect(toTotals(rows)).toMatchObject({ durationMs: 34_800, outcome: 'ok' });
  expect(explain(rows).text).toContain('answered job j in 34.8 s, after a delivery that failed.');
  expect(toMarkdown(rows)).toContain('- duration: `34.8 s`');
  expect(toTotals(rows.slice(0, 2).concat(rows.slice(3)))).toMatchObject({ durationMs: 34_800 });
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

test.each([
  ['of the run that gave it, not of its repeat', 3, [run('duplicate', 9), run('ok', 3)]],
  ['not there while it runs', undefined, [run('running', 3)]],
  ['not there when it failed', undefined, [run('content_filter', 3)]],
] as const)('the result of a job is %s', (_name, seconds, runs) => {
  const { timestamp } = toJobResult([...runs, accepted]) ?? {};
  expect(timestamp).toBe(seconds === undefined ? undefined : at(seconds).timestamp);
});
