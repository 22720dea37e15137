import { AppError, clientClosed } from '../errors.ts';
import type { ToolCall } from '../inference/answer/toolCalls.ts';
import type { AgentSpan } from '../telemetry/spans/agentSpan.ts';
import type { Limits } from '../values/deadline.ts';
import { refuse, runTool, type ToolAnswer } from './runTool.ts';
import type { Tool } from './tool.ts';

/** Limits of the calls of one step: the answer's, and the tools' own. */
export interface ToolBounds extends Limits {
  /** Number of calls that may still run; the model is told that the others may not. */
  readonly calls: number;
  /** Longest run, in ms. */
  readonly toolMs: number;
}

/**
 * Runs the calls of one step in parallel, each in a span, and gives the model's tool messages in their order.
 * Throws when the deadline passes or the caller disconnects first.
 */
export async function callTools(
  tools: readonly Tool[],
  calls: readonly ToolCall[],
  step: number,
  span: AgentSpan,
  { calls: allowed, toolMs, ...limits }: ToolBounds,
): Promise<readonly string[]> {
  // A timer may fire a little before its time, and takes no time that is below zero.
  const ms = Math.max(0, Math.ceil(Math.min(toolMs, limits.deadline.leftMs()))) + 1;
  const signal = AbortSignal.any([limits.left, AbortSignal.timeout(ms)]);
  const answers = await Promise.all(
    calls.map(async (call, index) => {
      const tool = tools.find(({ name }) => name === call.name);
      const toolSpan = span.openTool({
        name: tool?.name ?? 'unknown',
        description: tool?.description,
        callId: call.callId,
        step,
        arguments: call.arguments,
      });
      const { content, problem, thrown }: ToolAnswer =
        index < allowed
          ? await toolSpan.within(() => runTool(tool, call, tools, signal))
          : refuse('too_many_calls', 'No more tools can be called for this answer.');
      const cutShort = whyCutShort(limits);
      toolSpan.ended(content, cutShort?.code ?? problem, thrown);
      return content;
    }),
  );
  const cutShort = whyCutShort(limits);
  if (cutShort !== undefined) throw cutShort;
  return answers;
}

/** Reason that an answer ends early: the caller disconnected, or the deadline passed. */
export function whyCutShort({ deadline, left }: Limits): AppError | undefined {
  if (left.aborted) return clientClosed();
  return deadline.leftMs() > 0
    ? undefined
    : new AppError('model_timeout', 'The assistant did not come to its answer in time.');
}
