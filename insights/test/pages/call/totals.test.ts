import { expect, test } from 'vitest';
import { toTotals } from '../../../pages/call/rows/totals.ts';
import { host, own, row } from '../../view/rows.ts';

const chat = (id: string, measurements: Record<string, number>, model = 'gpt-4o') =>
  row('dependencies', {
    id,
    under: 'own',
    name: `chat ${model}`,
    duration: 500,
    success: 'True',
    customDimensions: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': model,
      'app.attempt': '1',
      'app.server.address': 'models.test',
    },
    customMeasurements: measurements,
  });

test('a cost that is not known is none, and says which model has no price', () => {
  const totals = toTotals([host(), own('ok'), chat('a', { inputTokens: 3, outputTokens: 4 })]);
  expect(totals).toMatchObject({ costUsd: null, unpriced: 1, unpricedModels: ['gpt-4o'] });
});

test('the sum of costs leaves out a call without a price, and counts it', () => {
  const priced = chat('a', { inputTokens: 3, outputTokens: 4, costUsd: 0.5 });
  const unpriced = chat('b', { inputTokens: 3, outputTokens: 4 }, 'other');
  const totals = toTotals([host(), own('ok'), priced, unpriced]);
  expect(totals).toMatchObject({ costUsd: 0.5, unpriced: 1, unpricedModels: ['other'] });
});

test('tokens are those of calls to models, not sums that other rows carry', () => {
  const agent = row('dependencies', {
    id: 'agent',
    under: 'own',
    name: 'invoke_agent',
    duration: 600,
    customDimensions: { 'gen_ai.operation.name': 'invoke_agent' },
    customMeasurements: { inputTokens: 3, outputTokens: 4 },
  });
  const rows = [
    host(),
    own('ok'),
    agent,
    { ...chat('a', { inputTokens: 3, outputTokens: 4 }), operation_ParentId: 'agent' },
  ];
  expect(toTotals(rows)).toMatchObject({ inputTokens: 3, outputTokens: 4 });
});

test('a call whose own row has not come has no duration yet', () => {
  const rows = [chat('a', { inputTokens: 3, outputTokens: 4 })];
  expect(toTotals(rows)).toMatchObject({ outcome: 'running', durationMs: null });
});

test('a job that failed once and then went well is told by what it came to', () => {
  const run = (outcome: string, session_Id: string, at: number) =>
    own(outcome, {
      id: session_Id,
      under: '',
      session_Id,
      at,
      duration: 1_000,
      customDimensions: { 'faas.trigger': 'pubsub', 'faas.name': 'inferenceQueue', 'app.job': 'j' },
    });
  const totals = toTotals([run('model_unavailable', 'a', 0), run('ok', 'b', 30_000)]);
  expect(totals).toMatchObject({ outcome: 'ok', failed: false, deliveries: 2, durationMs: 31_000 });
});

test('without a row there are no totals', () => {
  expect(toTotals([])).toBeUndefined();
});
