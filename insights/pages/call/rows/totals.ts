import { isFailed } from '../../../failed.ts';
import { costOf, genAi, modelCallsOf, sumOf, toldTokens } from '../../../genAi/attributes.ts';
import { isInvocation } from '../../../ours.ts';
import type { Row } from '../../../row.ts';
import { toOperation } from '../../../store/toOperation.ts';
import { toCallRun } from '../../../view/callRun.ts';

/** What the head of a call says. What is not known is null. */
export interface CallTotals {
  readonly name: string;
  readonly outcome: string;
  readonly failed: boolean;
  readonly timestamp: string;
  readonly durationMs: number | null;
  readonly firstTokenMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly costUsd: number | null;
  /** Models of calls that used tokens and have no price, each once. */
  readonly unpricedModels: readonly string[];
  readonly unpriced: number;
  readonly modelCalls: number;
  readonly deliveries: number;
  readonly streamed: boolean;
  readonly coldStart: boolean | null;
  readonly session: string | null;
  readonly caller: string | null;
  readonly conversation: string | null;
  readonly job: string | null;
  readonly app: string | null;
  readonly version: string | null;
}

/**
 * Sums up the rows of a call, or of an operation of several: its outcome is that of the run that decided, its tokens and cost
 * are those of all calls to models. Undefined when there is no row.
 */
export function toTotals(rows: readonly Row[]): CallTotals | undefined {
  const summed = toOperation(rows);
  if (summed === undefined) return undefined;
  const run = toCallRun(rows);
  const used = modelCallsOf(rows).filter(toldTokens);
  const unpriced = used.filter((row) => costOf(row) === undefined);
  const isOne = run === undefined || rows.filter(isInvocation).length < 2;
  const told = isOne ? undefined : run.own.customDimensions['app.outcome'];
  const outcome = told ?? summed.outcome;
  const cold = run?.own.customDimensions['faas.coldstart'];
  return {
    name: run?.own.customDimensions['faas.name'] ?? summed.function ?? summed.name,
    outcome,
    failed: isOne ? summed.success === 'False' : isFailed(run.own),
    timestamp: summed.timestamp,
    durationMs: outcome === 'running' ? null : isOne ? summed.durationMs : run.wholeMs,
    firstTokenMs: summed.timeToFirstTokenMs,
    inputTokens: summed.inputTokens,
    outputTokens: summed.outputTokens,
    cachedInputTokens: summed.cachedInputTokens,
    reasoningTokens: sumOf(modelCallsOf(rows), '', 'gen_ai.usage.reasoning.output_tokens') ?? null,
    costUsd: summed.costUsd,
    unpricedModels: [...new Set(unpriced.map(modelOf))],
    unpriced: unpriced.length,
    modelCalls: summed.modelCalls,
    deliveries: run?.runs.length ?? 0,
    streamed: summed.streamed,
    coldStart: cold === undefined ? null : cold === 'true',
    session: run?.own.session_Id ?? summed.session_Id,
    caller: summed.caller,
    conversation: summed.conversationId,
    job: summed.job,
    app: summed.apps.join(', ') || null,
    version: text(rows, 'application_Version'),
  };
}

function modelOf(row: Row): string {
  return genAi(row, 'gen_ai.request.model') ?? 'its model';
}

function text(rows: readonly Row[], column: string): string | null {
  const value = rows.find((row) => typeof row[column] === 'string' && row[column] !== '')?.[column];
  return typeof value === 'string' ? value : null;
}
