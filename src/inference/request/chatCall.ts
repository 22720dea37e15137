import type { InferenceConfig } from '../../config.ts';
import type { ChatCall } from '../../telemetry/spans/modelAttributes.ts';
import { sha256 } from '../../values/sha256.ts';
import type { Asked } from './asked.ts';
import { toInputContent } from './inputContent.ts';
import { maxTokens, promptFor } from './modelRequest.ts';
import { reasoningLevel } from './reasoningLevel.ts';

/** What a call's span starts with. */
export function toChatCall(
  asked: Asked,
  model: string,
  attempt: number,
  config: InferenceConfig,
): ChatCall {
  const { request, step } = asked;
  const { stop } = request;
  const prompt = promptFor(asked, config);
  const format = request.response_format?.type ?? 'text';
  return {
    operation: 'chat',
    model,
    attempt,
    maxTokens: maxTokens(request, config),
    temperature: request.temperature ?? undefined,
    topP: request.top_p ?? undefined,
    stopSequences: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    seed: request.seed ?? undefined,
    presencePenalty: request.presence_penalty ?? undefined,
    frequencyPenalty: request.frequency_penalty ?? undefined,
    reasoningLevel: reasoningLevel(request.reasoning_effort),
    outputType: format === 'text' ? 'text' : 'json',
    stream: request.stream === true,
    promptVersion: step?.version ?? (prompt && sha256(prompt).slice(0, 12)),
    step: step?.number,
    content: () => toInputContent(request, prompt),
  };
}
