import type { ChatAnswer } from '../answer/chatAnswer.ts';
import { type Completion, toCompletion } from '../answer/completion.ts';
import { type ToolCall, toToolCalls } from '../answer/toolCalls.ts';

/** A model's answer to a step, and what the assistant needs to continue. */
export interface StepAnswer {
  readonly completion: Completion;
  readonly toolCalls: readonly ToolCall[];
  /** US dollars; undefined without a price. */
  readonly costUsd: number | undefined;
}

/** A step's answer from the model's; throws `model_bad_response` when its tool calls cannot be read. */
export function toStepAnswer(
  answer: ChatAnswer,
  model: string,
  costUsd: number | undefined,
): StepAnswer {
  return {
    completion: toCompletion(answer, model),
    toolCalls: toToolCalls(answer.choices[0]?.message.tool_calls),
    costUsd,
  };
}
