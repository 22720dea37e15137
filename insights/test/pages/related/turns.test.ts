import { expect, test } from 'vitest';
import { sumTurns, toTurns } from '../../../pages/related/turns.ts';
import { operation } from '../operation.ts';

test('turns are told oldest first, with the time in which nobody asked', () => {
  const second = operation({ session_Id: 's2', timestamp: '2026-11-24T12:00:05.000Z' });
  const turns = toTurns([second, operation()]);
  expect(turns.map(({ operation: { session_Id }, idleMs }) => [session_Id, idleMs])).toEqual([
    ['s1', null],
    ['s2', 4_000],
  ]);
});

test('turns at the same time have no idle time between them', () => {
  expect(toTurns([operation(), operation()]).map(({ idleMs }) => idleMs)).toEqual([null, null]);
});

test('a sum leaves out what is not known and counts the turns without a price', () => {
  const unpriced = operation({ costUsd: null, priced: false, model: 'other' });
  expect(sumTurns([operation(), unpriced])).toMatchObject({
    costUsd: 0.01,
    unpriced: 1,
    models: ['other'],
    inputTokens: 60,
    cachedInputTokens: null,
  });
});

test('the acceptance of a job is no turn', () => {
  const accepted = operation({ modelCalls: 0, job: 'j', function: 'createJob' });
  const run = operation({ trigger: 'queue', job: 'j', function: 'inferenceQueue' });
  expect(sumTurns([run, accepted]).turns).toBe(1);
});
