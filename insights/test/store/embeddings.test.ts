import { describe, expect, it } from 'vitest';
import { isChat, isModelCall } from '../../genAi/attributes.ts';
import { findingsOf } from '../../store/findingKinds.ts';
import { toOperation } from '../../store/toOperation.ts';
import { toCallRows } from './rows.ts';

const called = (measurements: Readonly<Record<string, number>>) =>
  toCallRows('1', {
    model: 'text-embedding-3-small',
    chat: { 'gen_ai.operation.name': 'embeddings', 'gen_ai.request.encoding_formats': '["float"]' },
    measurements,
  });

describe('a call for embeddings', () => {
  it('counts with its model, tokens and cost, and has no first token', () => {
    expect(toOperation(called({ inputTokens: 1_000, costUsd: 0.00002 }))).toMatchObject({
      model: 'text-embedding-3-small',
      modelCalls: 1,
      inputTokens: 1_000,
      outputTokens: null,
      costUsd: 0.00002,
      priced: true,
      timeToFirstTokenMs: null,
    });
  });

  it('is a call to a model, and no call that may hold messages', () => {
    const rows = called({});
    expect(rows.filter(isModelCall)).toHaveLength(1);
    expect(rows.filter(isChat)).toHaveLength(0);
  });

  it('without a price is found to have none', () => {
    const rows = called({ inputTokens: 1_000 });
    expect(toOperation(rows)?.priced).toBe(false);
    expect(rows.flatMap((row) => findingsOf(row, JSON.stringify(row)))).toEqual([]);
  });
});
