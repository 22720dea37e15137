import type { Operation } from '../../api.ts';
import { genAi, isModelCall } from '../../genAi/attributes.ts';
import { isOurs } from '../../ours.ts';
import type { Row } from '../../row.ts';
import { problemsOf } from '../problems.ts';
import { measuresOf } from './measures.ts';

/** What an invocation is found and counted by: columns of the table. */
export function toInvocationColumns(operation: Operation, rows: readonly Row[]) {
  const { seq, timestamp, outcome, trigger, model, job, durationMs, costUsd } = operation;
  return {
    seq,
    timestamp,
    outcome,
    failed: operation.success === 'False' ? 1 : 0,
    app: operation.apps[0] ?? null,
    otherApps: operation.apps.length < 2 ? null : `\n${operation.apps.slice(1).join('\n')}\n`,
    assistant: operation.agent,
    caller: operation.caller,
    function: operation.function,
    trigger,
    model,
    conversation: operation.conversationId,
    job,
    durationMs,
    costUsd,
    priced: operation.priced ? 1 : 0,
    ...measuresOf(operation, rows),
    ours: rows.some(isOurs) ? 1 : 0,
    isCall: operation.isCall ? 1 : 0,
    problems: problemsOf(rows),
    search: toSearch(operation, rows),
  };
}

/** Their names, in the order in which they are written. */
export const invocationColumns = [
  'seq',
  'timestamp',
  'outcome',
  'failed',
  'app',
  'otherApps',
  'assistant',
  'caller',
  'function',
  'trigger',
  'model',
  'conversation',
  'job',
  'durationMs',
  'costUsd',
  'priced',
  'answeredBy',
  'firstTokenMs',
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'throttled',
  'retries',
  'coldStart',
  'ours',
  'isCall',
  'problems',
  'search',
] as const satisfies readonly (keyof ReturnType<typeof toInvocationColumns>)[];

/** What a search looks in: names and every ID, in lower case. */
function toSearch(operation: Operation, rows: readonly Row[]): string {
  const { name, operation_Id, session_Id, job, conversationId, outcome, about } = operation;
  const ids = rows.flatMap((row) => [
    row.id,
    genAi(row, 'gen_ai.response.id'),
    row.customDimensions['app.model_request_id'],
  ]);
  const models = rows.filter(isModelCall).map((row) => genAi(row, 'gen_ai.request.model'));
  const words = [
    name,
    operation_Id,
    session_Id,
    job,
    conversationId,
    outcome,
    about,
    ...models,
    ...ids,
  ];
  return [...new Set(words.filter(Boolean))].join('\n').toLowerCase().slice(0, 2_000);
}
