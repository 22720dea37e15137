import type { CallMark, Operation } from '../api.ts';
import { callerLeft, isFailed } from '../failed.ts';
import {
  costOf,
  firstTokenMsOf,
  genAi,
  modelCallsOf,
  operationOf,
  sumOf,
  toldTokens,
} from '../genAi/attributes.ts';
import { contentNames } from '../genAi/contentNames.ts';
import { firstTextAt } from '../genAi/firstTextAt.ts';
import { withContent } from '../genAi/withContent.ts';
import { isOurCall } from '../ours.ts';
import type { Row } from '../row.ts';
import { timeOf, toMicros } from '../time.ts';
import { aboutOf } from './about.ts';
import { callerOf } from './callerOf.ts';
import { invocationOf, sessionOf } from './invocations/keys.ts';
import { isCall } from './isCall.ts';
import { durationOf, rootOf } from './root.ts';

const maxCalls = 16;

/**
 * Sums up the rows of one invocation; tokens and cost are those of its calls to models alone, as the rows above them may carry
 * sums. Undefined when there are none. `seq` and `deliveries` are the store's to say.
 */
export function toOperation(
  rows: readonly Row[],
): Omit<Operation, 'seq' | 'deliveries'> | undefined {
  const own = rows.find(({ name }) => name === 'generate_completion' || name === sendName);
  const host = rows.find(({ itemType }) => itemType === 'requests');
  const top = own ?? rootOf(rows);
  const root = top ?? rows[0];
  if (root === undefined) return undefined;
  const calls = [...modelCallsOf(rows)].sort(byTime);
  const dimension = (name: string) => genAi(root, name) ?? (host && genAi(host, name)) ?? null;
  const timestamp = rows.map((row) => row.timestamp).sort()[0] ?? root.timestamp;
  const whole = own === undefined ? root : host;
  const failed = [own, whole].some((row) => row !== undefined && isFailed(row, own));
  const outcome = toOutcome({ rows, own, host, whole, failed });
  const models = calls.flatMap((row) => genAi(row, 'gen_ai.request.model') ?? []);
  const last = calls.at(-1);
  const said = last && genAi(withContent(last, rows), contentNames.input);
  const trigger = dimension('faas.trigger');
  const used = calls.filter(toldTokens);
  const first = firstTextAt(rows);
  const agent = rows.find((row) => operationOf(row) === 'invoke_agent');
  return {
    operation_Id: root.operation_Id,
    session_Id: sessionOf(root) ?? (host && invocationOf(host)) ?? null,
    timestamp: new Date(timeOf({ timestamp })).toISOString(),
    // Of a queue's run the host writes no row: it is known by its function.
    name: nameOf(own === undefined ? root : (host ?? own)),
    function: dimension('faas.name'),
    apps: appsOf(root, rows),
    trigger: trigger === 'http' ? 'http' : trigger === 'pubsub' ? 'queue' : null,
    outcome,
    errorCode: failed && outcome !== 'running' ? outcome : null,
    success: failed ? 'False' : 'True',
    model: models[0] ?? null,
    fallbackModel: models.at(-1) === models[0] ? null : (models.at(-1) ?? null),
    agent: agent === undefined ? null : (genAi(agent, 'gen_ai.agent.name') ?? agent.name ?? null),
    caller: callerOf([root, host, ...calls]),
    modelCalls: calls.length,
    retries: calls.filter(isRetry).length,
    toolCalls: rows.filter((row) => operationOf(row) === 'execute_tool').length,
    streamed: calls.some((row) => genAi(row, 'gen_ai.request.stream') === 'true'),
    coldStart: dimension('faas.coldstart') === 'true',
    conversationId:
      dimension('gen_ai.conversation.id') ??
      (last && genAi(last, 'gen_ai.conversation.id')) ??
      null,
    job: dimension('app.job'),
    about: (said && aboutOf(said)) ?? null,
    durationMs:
      own === undefined ? durationOf(top, rows) : (host?.duration ?? own.duration ?? null),
    timeToFirstTokenMs: first === undefined ? null : toMicros(first - timeOf({ timestamp })),
    inputTokens: sumOf(calls, 'inputTokens', 'gen_ai.usage.input_tokens') ?? null,
    outputTokens: sumOf(calls, 'outputTokens', 'gen_ai.usage.output_tokens') ?? null,
    cachedInputTokens:
      sumOf(calls, 'cachedInputTokens', 'gen_ai.usage.cache_read.input_tokens') ?? null,
    costUsd: sumOf(calls, 'costUsd', 'costUsd') ?? null,
    priced: used.every((row) => costOf(row) !== undefined),
    finishReason: finishReasonOf(last),
    isCall: isCall(rows),
    calls: calls.slice(0, maxCalls).map((row) => toMark(row, timestamp)),
  };
}

const sendName = 'send inference-requests';

function nameOf(row: Row): string {
  const isRun = row.name === 'generate_completion' && row.customDimensions['faas.name'];
  return isRun || (row.name ?? row.message ?? row.itemType);
}

/** Names of the apps that sent rows, that of the root first. */
function appsOf(root: Row, rows: readonly Row[]): readonly string[] {
  const names = [root, ...rows].flatMap(({ cloud_RoleName }) => cloud_RoleName || []);
  return [...new Set(names.map((name) => name.replaceAll('\n', ' ')))]; // a column holds a line for each
}

/** Our own word for it, else the host's or the foreign app's; until the row of the whole is there, it runs. */
function toOutcome({
  rows,
  own,
  host,
  whole,
  failed,
}: {
  readonly rows: readonly Row[];
  readonly own: Row | undefined;
  readonly host: Row | undefined;
  /** The row that stands for the whole, beside ours. */
  readonly whole: Row | undefined;
  readonly failed: boolean;
}): string {
  const told = own?.customDimensions['app.outcome'];
  const isLost = failed && own?.success !== 'False'; // what went well in the app failed on its way to the caller
  if (told !== undefined && !isLost) return told;
  if (rows.some(isOurCall) && host === undefined) return 'running';
  if (!failed) return whole !== undefined && callerLeft(whole) ? 'client_closed' : 'ok';
  const code = /^(?:0|[123]\d\d)$/.test(whole?.resultCode ?? '') ? undefined : whole?.resultCode;
  return code || whole?.customDimensions['error.type'] || 'error';
}

function toMark(row: Row, start: string): CallMark {
  return {
    startMs: toMicros(timeOf(row) - timeOf({ timestamp: start })),
    durationMs: row.duration ?? 0,
    firstTokenMs: firstTokenMsOf(row) ?? null,
    success: row.success !== 'False',
  };
}

function finishReasonOf(chat: Row | undefined): string | null {
  const reasons = chat && genAi(chat, 'gen_ai.response.finish_reasons');
  return reasons?.replace(/[[\]"]/g, '') || null;
}

/** A second round of tools is none. */
function isRetry({ customDimensions }: Row): boolean {
  return Number(customDimensions['app.attempt']) > 1;
}

function byTime(a: Row, b: Row): number {
  return a.timestamp < b.timestamp ? -1 : 1;
}
