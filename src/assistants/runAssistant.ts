import { type ErrorCode, toAppError } from '../errors.ts';
import type { Completion } from '../inference/answer/completion.ts';
import type { ToolCall } from '../inference/answer/toolCalls.ts';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { StepAnswer } from '../inference/step/stepAnswer.ts';
import type { ChatChunk } from '../inference/stream/chatChunk.ts';
import type { AgentSpan } from '../telemetry/spans/agentSpan.ts';
import type { Limits } from '../values/deadline.ts';
import type { Assistant } from './assistant.ts';
import { callTools, whyCutShort } from './callTools.ts';
import { createTally, type Tally } from './tally.ts';
import { toDefinition } from './toDefinition.ts';

/** Asks the model for a step. A stream gives the chunks as they arrive. */
export type AskModel = (
  request: ChatRequest,
  limits: Limits,
  step: number,
) => AsyncGenerator<readonly ChatChunk[], StepAnswer>;

type Messages = ChatRequest['messages'];

/**
 * One answer of an assistant: model, tools in parallel, model, … until the model calls no more tools. Gives the
 * chunks of every step and returns the completion, with the usage of all steps. When a budget is reached, or
 * the model calls tools where it must answer, the completion is the best answer so far with finish reason
 * `length`. Throws only our errors. No step begins after the deadline, or after the caller disconnects.
 */
export async function* runAssistant(
  { name, model, tools, limits: own = {} }: Assistant,
  request: ChatRequest,
  limits: Limits,
  span: AgentSpan,
  ask: AskModel,
): AsyncGenerator<readonly ChatChunk[], Completion> {
  const { maxSteps = 8, maxToolCalls = 16, toolMs = 10_000 } = own;
  const messages: Messages = [...request.messages];
  const tally = createTally(own);
  let toolCalls = 0;
  let budgetReached = false;
  let code: ErrorCode | undefined = 'client_closed'; // unless it finishes, or fails
  try {
    const definitions = tools.length > 0 ? tools.map(toDefinition) : undefined;
    for (let step = 1; ; step++) {
      const mustAnswer = step >= maxSteps || toolCalls >= maxToolCalls;
      const asked: ChatRequest = {
        ...request,
        model,
        messages,
        tools: definitions,
        tool_choice: definitions && mustAnswer ? 'none' : undefined,
      };
      goOn(limits);
      const answer = yield* ask(asked, limits, step);
      tally.add(answer.completion, answer.costUsd);
      budgetReached = answer.toolCalls.length > 0 && (mustAnswer || tally.budgetReached);
      if (answer.toolCalls.length === 0 || budgetReached) {
        code = undefined;
        return toAnswer(name, answer.completion, tally, budgetReached);
      }
      goOn(limits);
      const bounds = { calls: maxToolCalls - toolCalls, toolMs, ...limits };
      const results = await callTools(tools, answer.toolCalls, step, span, bounds);
      toolCalls += Math.min(bounds.calls, answer.toolCalls.length);
      messages.push(...toMessages(answer, results));
    }
  } catch (thrown) {
    code = toAppError(thrown).code;
    throw thrown;
  } finally {
    const { usage, costUsd } = tally;
    span.ended({ usage, costUsd, toolCalls, budgetReached, code });
  }
}

/** Throws when the answer must stop. */
function goOn(limits: Limits): void {
  const cutShort = whyCutShort(limits);
  if (cutShort !== undefined) throw cutShort;
}

/** The step's tool calls and their results, as the next step's request has them. */
function toMessages(
  { completion, toolCalls, reasoning }: StepAnswer,
  results: readonly string[],
): Messages {
  return [
    {
      role: 'assistant',
      content: completion.choices[0]?.message.content ?? null,
      ...reasoning,
      tool_calls: toolCalls.map(({ id, name, arguments: given, extra_content }) => ({
        id,
        type: 'function' as const,
        function: { name, arguments: given },
        ...(extra_content !== undefined && { extra_content }),
      })),
    },
    ...toolCalls.map(({ id }: ToolCall, index) => ({
      role: 'tool' as const,
      tool_call_id: id,
      content: results[index] ?? '',
    })),
  ];
}

function toAnswer(
  name: string,
  completion: Completion,
  { usage, text }: Tally,
  cut: boolean,
): Completion {
  const answer = { ...completion, model: name, usage };
  if (!cut) return answer;
  const message = { role: 'assistant' as const, content: text, refusal: null };
  return { ...answer, choices: [{ index: 0, message, finish_reason: 'length', logprobs: null }] };
}
