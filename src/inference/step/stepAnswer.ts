import type { ChatAnswer } from '../answer/chatAnswer.ts';
import { type Completion, toCompletion } from '../answer/completion.ts';
import { type ToolCall, toToolCalls } from '../answer/toolCalls.ts';
import type { ChatChunk } from '../stream/chatChunk.ts';

/** What an assistant adds when it asks the model: its instructions in place of `SYSTEM_PROMPT`, and where it stands. */
export interface Step {
  readonly instructions: string;
  /** Of the instructions: what `app.prompt.version` tells. */
  readonly version: string;
  /** 1 for the assistant's first call to a model. */
  readonly number: number;
  /** When the assistant began, by `performance.now()`: a stream's time counts from there. */
  readonly startedAt: number;
}

/** A model's answer to a step, and what the assistant goes on from. */
export interface StepAnswer {
  readonly completion: Completion;
  readonly toolCalls: readonly ToolCall[];
  /** US dollars; undefined without a price. */
  readonly costUsd: number | undefined;
}

/** A step whose answer comes in chunks. */
export interface StreamedStep {
  readonly chunks: AsyncIterable<readonly ChatChunk[]>;
  /** The whole answer, once the chunks have ended; of its text the first 64 Ki characters. */
  answer(): StepAnswer;
}

/** A step's answer from the model's; throws `model_bad_response` when its tool calls cannot be read. */
export function toStepAnswer(
  answer: ChatAnswer,
  model: string,
  costUsd: number | undefined,
): StepAnswer {
  const toolCalls = toToolCalls(answer.choices[0]?.message.tool_calls);
  return { completion: toCompletion(answer, model), toolCalls, costUsd };
}
