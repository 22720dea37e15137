import type { InferenceConfig } from '../../config.ts';
import type { ChatCall, ModelAnswered } from '../../telemetry/spans/modelAttributes.ts';
import { identifier } from '../../values/identifier.ts';
import { isRecord } from '../../values/isRecord.ts';
import { sha256 } from '../../values/sha256.ts';
import { costOf } from '../answer/price.ts';
import { reasoningLevel } from '../request/reasoningLevel.ts';
import { toItemsContent, toOutputParts } from './itemContent.ts';
import type { ResponsesAnswer } from './responsesAnswer.ts';
import { maxOutputTokens, promptOf } from './responsesBody.ts';
import type { ResponsesRequest } from './responsesRequest.ts';

/** What the span of a call starts with; the fields that nobody checked are left out when they are odd. */
export function toResponsesCall(
  request: ResponsesRequest,
  model: string,
  attempt: number,
  config: InferenceConfig,
): ChatCall {
  const prompt = promptOf(request, config);
  const { format } = isRecord(request.text) ? request.text : {};
  const type = isRecord(format) ? format.type : undefined;
  return {
    operation: 'chat',
    model,
    attempt,
    api: 'responses',
    maxTokens: maxOutputTokens(request, config),
    temperature: ifNumber(request.temperature),
    topP: ifNumber(request.top_p),
    stopSequences: undefined,
    seed: undefined,
    presencePenalty: undefined,
    frequencyPenalty: undefined,
    reasoningLevel: isRecord(request.reasoning)
      ? reasoningLevel(request.reasoning.effort)
      : undefined,
    outputType: type === 'json_schema' || type === 'json_object' ? 'json' : 'text',
    stream: request.stream === true,
    promptVersion: prompt && sha256(prompt).slice(0, 12),
    step: undefined,
    content: () => toItemsContent(request, prompt),
  };
}

/** What a response reports about itself, for its span. */
export function toResponsesAnswered(
  answer: ResponsesAnswer,
  deployment: string,
  prices: InferenceConfig['prices'],
): ModelAnswered {
  const finishReason = toFinishReason(answer);
  const tokens = {
    input: answer.usage?.input_tokens ?? undefined,
    output: answer.usage?.output_tokens ?? undefined,
    cachedInput: answer.usage?.input_tokens_details?.cached_tokens ?? undefined,
  };
  return {
    id: identifier(answer.id),
    model: identifier(answer.model),
    finishReasons: [finishReason],
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cachedInputTokens: tokens.cachedInput,
    reasoningTokens: answer.usage?.output_tokens_details?.reasoning_tokens ?? undefined,
    costUsd: costOf(tokens, answer.model, deployment, prices),
    content: () => [
      { role: 'assistant', parts: toOutputParts(answer.output), finish_reason: finishReason },
    ],
  };
}

/** The same words as those of chat completions, so that one query counts both. */
function toFinishReason({ status, incomplete_details, output }: ResponsesAnswer): string {
  if (status === 'incomplete') {
    const reason = incomplete_details?.reason;
    return reason === 'max_output_tokens' ? 'length' : (identifier(reason) ?? 'unknown');
  }
  const calls = output.some(({ type }) => type === 'function_call' || type === 'custom_tool_call');
  return calls ? 'tool_calls' : 'stop';
}

function ifNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
