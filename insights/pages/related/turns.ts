import type { Operation } from '../../api.ts';

/** A call of a conversation, and what passed before it. */
export interface Turn {
  readonly operation: Operation;
  /** From the end of the turn before to its start, in ms; null for the first, and when the end is not known. */
  readonly idleMs: number | null;
}

/** Sums over a conversation; those of tokens and cost are of calls to models alone. What is not known at all is null. */
export interface ConversationTotals {
  readonly turns: number;
  readonly failed: number;
  readonly durationMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
  readonly costUsd: number | null;
  /** Turns of which a call used tokens and has no price. */
  readonly unpriced: number;
  readonly models: readonly string[];
}

/** The calls of a conversation as turns, oldest first. Given newest first, as the list is. */
export function toTurns(operations: readonly Operation[]): readonly Turn[] {
  const oldest = operations.toReversed();
  return oldest.map((operation, index) => ({
    operation,
    idleMs: idleBetween(oldest[index - 1], operation),
  }));
}

/** What the turns come to together. */
export function sumTurns(operations: readonly Operation[]): ConversationTotals {
  const sum = (value: (operation: Operation) => number | null) => {
    const known = operations.flatMap((operation) => value(operation) ?? []);
    return known.length === 0 ? null : Number(known.reduce((a, b) => a + b).toPrecision(12));
  };
  const unpriced = operations.filter(({ priced }) => !priced);
  return {
    turns: operations.filter((operation) => !isAcceptance(operation)).length,
    failed: operations.filter(({ success }) => success === 'False').length,
    durationMs: sum(({ durationMs }) => durationMs),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cachedInputTokens: sum(({ cachedInputTokens }) => cachedInputTokens),
    costUsd: sum(({ costUsd }) => costUsd),
    unpriced: unpriced.length,
    models: [
      ...new Set(unpriced.flatMap(({ fallbackModel, model }) => fallbackModel ?? model ?? [])),
    ],
  };
}

/** Whether a call only put a job on the queue: its run is the turn. */
export function isAcceptance({ modelCalls, trigger, job }: Operation): boolean {
  return modelCalls === 0 && trigger !== 'queue' && job !== null;
}

function idleBetween(before: Operation | undefined, after: Operation): number | null {
  if (before?.durationMs === undefined || before.durationMs === null) return null;
  const ended = Date.parse(before.timestamp) + before.durationMs;
  const idle = Date.parse(after.timestamp) - ended;
  return idle > 0 ? idle : null;
}
