import { randomUUID } from 'node:crypto';
import type { InferenceConfig } from '../../config.ts';
import type { ModelAnswered } from '../../telemetry/spans/modelAttributes.ts';
import { identifier } from '../../values/identifier.ts';
import { unixSeconds } from '../../values/unixSeconds.ts';
import type { ChatAnswer } from './chatAnswer.ts';
import { toOutputContent } from './outputContent.ts';
import { costUsd } from './price.ts';

/** An answer for the caller: OpenAI's `chat.completion`, with the fields filled in that clients rely on. */
export type Completion = ChatAnswer & {
  readonly id: string;
  readonly object: 'chat.completion';
  readonly created: number;
  /** The model that answered, as it names itself, else the deployment's name. */
  readonly model: string;
};

/** The completion from a model's answer; `deployment` is the name of the called one. */
export function toCompletion(answer: ChatAnswer, deployment: string): Completion {
  return {
    ...answer,
    id: answer.id || `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: answer.created ?? unixSeconds(),
    model: answer.model || deployment,
  };
}

/** What the answer reports about itself, for its span. */
export function toChatAnswered(
  answer: ChatAnswer,
  deployment: string,
  prices: InferenceConfig['prices'],
): ModelAnswered {
  const { usage } = answer;
  return {
    id: identifier(answer.id),
    model: identifier(answer.model),
    finishReasons: answer.choices.flatMap(({ finish_reason }) => identifier(finish_reason) ?? []),
    inputTokens: usage?.prompt_tokens ?? undefined,
    outputTokens: usage?.completion_tokens ?? undefined,
    cachedInputTokens: usage?.prompt_tokens_details?.cached_tokens ?? undefined,
    reasoningTokens: usage?.completion_tokens_details?.reasoning_tokens ?? undefined,
    costUsd: costUsd(answer, deployment, prices),
    content: () => toOutputContent(answer),
  };
}
