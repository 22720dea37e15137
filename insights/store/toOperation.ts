import type { CallMark, Operation } from '../api.ts';
import type { Row } from '../row.ts';
import { invocationOf, sessionOf } from './invocations/keys.ts';

const maxCalls = 16;
const aboutLength = 120;
const contentKey = '"content":"';

/**
 * Sums up the rows of one invocation; tokens and cost are those of its calls to models alone, as the rows above them may carry
 * sums. Undefined when there are none. `seq` and `deliveries` are the store's to say.
 */
export function toOperation(
  rows: readonly Row[],
): Omit<Operation, 'seq' | 'deliveries'> | undefined {
  const own = rows.find(({ name }) => name === 'generate_completion' || name === sendName);
  const host = rows.find(({ itemType }) => itemType === 'requests');
  const spans = rows.filter(({ duration }) => duration !== undefined);
  const root = own ?? host ?? spans[0] ?? rows[0];
  if (root === undefined) return undefined;
  const calls = rows.filter(isModelCall).sort(byTime);
  const dimension = (name: string) =>
    (own ?? root).customDimensions[name] ?? host?.customDimensions[name] ?? null;
  const timestamp = rows.map((row) => row.timestamp).sort()[0] ?? root.timestamp;
  const failed = [own, host, root].some((row) => row?.success === 'False');
  const outcome = toOutcome(rows, own, host, failed);
  const models = calls.flatMap((row) => row.customDimensions['gen_ai.request.model'] ?? []);
  const last = calls.at(-1);
  const trigger = dimension('faas.trigger');
  const used = calls.filter(toldTokens);
  return {
    operation_Id: root.operation_Id,
    session_Id: sessionOf(root) ?? (host && invocationOf(host)) ?? null,
    timestamp,
    // Of a queue's run the host writes no row: it is known by its function.
    name:
      host?.name ?? (own && dimension('faas.name')) ?? root.name ?? root.message ?? root.itemType,
    function: dimension('faas.name'),
    trigger: trigger === 'http' ? 'http' : trigger === 'pubsub' ? 'queue' : null,
    outcome,
    errorCode: failed && outcome !== 'running' ? outcome : null,
    success: failed ? 'False' : 'True',
    model: models[0] ?? null,
    fallbackModel: models.at(-1) === models[0] ? null : (models.at(-1) ?? null),
    modelCalls: calls.length,
    toolCalls: rows.filter(
      ({ customDimensions }) => customDimensions['gen_ai.operation.name'] === 'execute_tool',
    ).length,
    streamed: calls.some((row) => row.customDimensions['gen_ai.request.stream'] === 'true'),
    coldStart: dimension('faas.coldstart') === 'true',
    conversationId: dimension('gen_ai.conversation.id'),
    job: dimension('app.job'),
    about: aboutOf(last),
    durationMs: host?.duration ?? root.duration ?? null,
    timeToFirstTokenMs: last?.customMeasurements.timeToFirstTokenMs ?? null,
    inputTokens: sum(calls, 'inputTokens', 'gen_ai.usage.input_tokens'),
    outputTokens: sum(calls, 'outputTokens', outputTokens),
    cachedInputTokens: sum(calls, 'cachedInputTokens', 'gen_ai.usage.cache_read.input_tokens'),
    costUsd: sum(calls, 'costUsd'),
    priced: used.every((row) => row.customMeasurements.costUsd !== undefined),
    finishReason: finishReasonOf(last),
    calls: calls.slice(0, maxCalls).map((row) => toMark(row, timestamp)),
  };
}

const sendName = 'send inference-requests';
const outputTokens = 'gen_ai.usage.output_tokens';

/** Whether a row is one call to a model: of whatever it asks, tokens and cost count. */
export function isModelCall(row: Row): boolean {
  return isChat(row) || isEmbeddings(row);
}

/** Whether a row is a call for an answer: only such a row may hold messages. */
export function isChat(row: Row): boolean {
  return operationOf(row) === 'chat';
}

/** Whether a row is a call for embeddings. */
export function isEmbeddings(row: Row): boolean {
  return operationOf(row) === 'embeddings';
}

/** Whether a call to a model told its tokens: without a price its cost is unknown then. */
export function toldTokens(row: Row): boolean {
  const input = () => numberOf(row, 'inputTokens', 'gen_ai.usage.input_tokens');
  const told = isEmbeddings(row) ? input() : numberOf(row, 'outputTokens', outputTokens);
  return told !== undefined;
}

function operationOf({ itemType, customDimensions }: Row): string | undefined {
  return itemType === 'dependencies' ? customDimensions['gen_ai.operation.name'] : undefined;
}

/**
 * A number of a row: its measurement, else the attribute of the conventions. An attribute is text, and may say what nobody can count
 * with: that is not known.
 */
export function numberOf(row: Row, measurement: string, dimension?: string): number | undefined {
  const value =
    row.customMeasurements[measurement] ?? (dimension && row.customDimensions[dimension]);
  if (value === undefined || value === '') return undefined;
  const read = Number(value);
  return Math.abs(read) <= Number.MAX_SAFE_INTEGER ? read : undefined;
}

/** Our own word for it, else the host's or the foreign app's; until the row of the whole is there, it runs. */
function toOutcome(
  rows: readonly Row[],
  own: Row | undefined,
  host: Row | undefined,
  failed: boolean,
): string {
  const told = own?.customDimensions['app.outcome'];
  if (told !== undefined) return told;
  const isOurs = rows.some((row) => row.customDimensions['app.attempt'] !== undefined);
  if (isOurs && host === undefined) return 'running';
  if (!failed) return 'ok';
  return (
    host?.resultCode || rows.find(({ success }) => success === 'False')?.resultCode || 'failed'
  );
}

function toMark(row: Row, start: string): CallMark {
  return {
    startMs: Date.parse(row.timestamp) - Date.parse(start),
    durationMs: row.duration ?? 0,
    firstTokenMs: row.customMeasurements.timeToFirstTokenMs ?? null,
    success: row.success !== 'False',
  };
}

/** First words of the last question; absent when content is not recorded, or is not in the conventions' form. */
function aboutOf(chat: Row | undefined): string | null {
  const recorded = chat?.customDimensions['gen_ai.input.messages'];
  if (recorded === undefined) return null;
  const words = lastQuestion(recorded);
  if (words === undefined) return null;
  try {
    const text = String(
      JSON.parse(`"${words.slice(0, 4 * aboutLength).replace(/\\[^"]{0,5}$/, '')}"`),
    );
    return text.replace(/\s+/g, ' ').slice(0, aboutLength);
  } catch {
    return null;
  }
}

/** The content of the last user's message, as JSON, as far as it is shown: the whole may be 30 MB. */
function lastQuestion(recorded: string): string | undefined {
  const user = recorded.lastIndexOf('"role":"user"', recorded.lastIndexOf(contentKey));
  const start = user === -1 ? -1 : recorded.indexOf(contentKey, user);
  if (start === -1) return undefined;
  const from = start + contentKey.length;
  return /^(?:[^"\\]|\\.)*/s.exec(recorded.slice(from, from + 4 * aboutLength + 1))?.[0];
}

function finishReasonOf(chat: Row | undefined): string | null {
  return chat?.customDimensions['gen_ai.response.finish_reasons']?.replace(/[[\]"]/g, '') || null;
}

function byTime(a: Row, b: Row): number {
  return a.timestamp < b.timestamp ? -1 : 1;
}

function sum(rows: readonly Row[], measurement: string, dimension?: string): number | null {
  const known = rows.flatMap((row) => numberOf(row, measurement, dimension) ?? []);
  return known.length === 0 ? null : Number(known.reduce((a, b) => a + b).toPrecision(12));
}
