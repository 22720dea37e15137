import { genAi } from '../../genAi/attributes.ts';
import { attemptOf } from './rowKind.ts';
import type { SpanNode } from './spanNode.ts';

/** Which of the calls for one completion a call is. */
export interface Attempt {
  readonly n: number;
  readonly of: number;
  /** From the end of the call before to the start of this one. */
  readonly waitMs: number;
  /** Whether another model than the first was asked. */
  readonly fallback: boolean;
  /** The call after this one. */
  readonly next: SpanNode | undefined;
}

/**
 * Numbers calls to models under one parent, given by time. `app.attempt` 1 begins a completion: an agent makes several
 * under one parent, and they are not attempts of each other. Without it, only a call after a failed one is another attempt.
 */
export function toAttempts(calls: readonly SpanNode[]): ReadonlyMap<SpanNode, Attempt> {
  const attempts = new Map<SpanNode, Attempt>();
  for (const completion of toCompletions(calls)) {
    const last = attemptOf(completion.at(-1)?.row);
    const first = modelOf(completion[0]);
    completion.forEach((call, index) => {
      const before = completion[index - 1];
      attempts.set(call, {
        n: attemptOf(call.row) || index + 1,
        of: Math.max(completion.length, last),
        waitMs: before === undefined ? 0 : Math.max(0, call.start - before.end),
        fallback: modelOf(call) !== first,
        next: completion[index + 1],
      });
    });
  }
  return attempts;
}

function toCompletions(calls: readonly SpanNode[]): SpanNode[][] {
  const completions: SpanNode[][] = [];
  let before: SpanNode | undefined;
  for (const call of calls) {
    const n = attemptOf(call.row);
    const goesOn = n === 0 ? before?.row?.success === 'False' : n > 1 && n > attemptOf(before?.row);
    const current = completions.at(-1);
    if (goesOn && current !== undefined) current.push(call);
    else completions.push([call]);
    before = call;
  }
  return completions;
}

function modelOf(call: SpanNode | undefined): string | undefined {
  return call?.row && genAi(call.row, 'gen_ai.request.model');
}
