import { setTimeout as wait } from 'node:timers/promises';
import { AppError, toAppError } from '../errors.ts';
import type { ToolCall } from '../inference/toolCalls.ts';
import type { AgentSpan } from '../telemetry/agentSpan.ts';
import { refuse, runTool } from './runTool.ts';
import type { Tool } from './tool.ts';

/** What bounds the calls of one step. */
export interface ToolBounds {
  /** How many may still run; the model is told so of the others. */
  readonly calls: number;
  /** One run, in ms. */
  readonly toolMs: number;
  /** Until the answer's deadline, in ms. */
  readonly leftMs: number;
  /** Aborted when the caller has left. */
  readonly left: AbortSignal;
}

/**
 * Runs the calls of one step side by side, a span around each, and gives what the model is told, in their order. Throws when
 * the deadline comes or the caller leaves first.
 */
export async function callTools(
  tools: readonly Tool[],
  calls: readonly ToolCall[],
  step: number,
  span: AgentSpan,
  { calls: allowed, toolMs, leftMs, left }: ToolBounds,
): Promise<readonly string[]> {
  const done = new AbortController();
  const deadline = AbortSignal.any([left, done.signal]);
  const tooLate = wait(leftMs, undefined, { signal: deadline }).then(
    () => {
      throw new AppError('model_timeout', 'The assistant did not come to its answer in time.');
    },
    () => {
      throw callerLeft();
    },
  );
  const signal = AbortSignal.any([
    deadline,
    AbortSignal.timeout(Math.ceil(Math.min(toolMs, leftMs))),
  ]);
  const answers = calls.map(async (call, index) => {
    const tool = tools.find(({ name }) => name === call.name);
    const toolSpan = span.openTool({
      name: tool?.name ?? 'unknown',
      description: tool?.description,
      callId: call.callId,
      step,
      arguments: call.arguments,
    });
    const answer =
      index < allowed
        ? toolSpan.within(() => runTool(tool, call, tools, signal))
        : refuse('too_many_calls', 'No more tools can be called for this answer.');
    try {
      const { content, problem } = await Promise.race([answer, tooLate]);
      if (left.aborted) throw callerLeft(); // which aborts the tool as well, and may be heard of there first
      toolSpan.ended(content, problem);
      return content;
    } catch (thrown) {
      toolSpan.ended('', toAppError(thrown).code);
      throw thrown;
    }
  });
  try {
    return await Promise.all(answers);
  } finally {
    await Promise.allSettled(answers); // no span stays open
    done.abort();
    tooLate.catch(() => {});
  }
}

function callerLeft(): AppError {
  return new AppError('client_closed', 'The caller has left.');
}
