import type { Operation } from '../../api.ts';

/** A call of a list, as the server gives it. */
export function operation(more: Partial<Operation> = {}): Operation {
  return {
    operation_Id: 'op',
    session_Id: 's1',
    seq: 1,
    timestamp: '2026-11-24T12:00:00.000Z',
    name: 'POST /api/v1/chat/completions',
    function: 'chatCompletions',
    apps: ['callspan'],
    trigger: 'http',
    outcome: 'ok',
    errorCode: null,
    success: 'True',
    model: 'gpt-4o',
    fallbackModel: null,
    modelCalls: 1,
    toolCalls: 0,
    deliveries: 0,
    streamed: false,
    coldStart: false,
    conversationId: null,
    job: null,
    about: null,
    durationMs: 1_000,
    timeToFirstTokenMs: null,
    inputTokens: 30,
    outputTokens: 20,
    cachedInputTokens: null,
    costUsd: 0.01,
    priced: true,
    finishReason: 'stop',
    isCall: true,
    calls: [],
    ...more,
  };
}
