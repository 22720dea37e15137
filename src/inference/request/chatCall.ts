import type { InferenceConfig } from '../../config.ts';
import type { ChatCall } from '../../telemetry/chatSpan.ts';
import { sha256 } from '../../values/sha256.ts';
import type { Step } from '../step/stepAnswer.ts';
import type { ChatRequest } from './chatRequest.ts';
import { toInputContent } from './inputContent.ts';
import { maxTokens, systemPromptFor } from './modelRequest.ts';

/** A request, and the assistant's step that it is, if it is one. */
export interface Asked {
  readonly request: ChatRequest;
  readonly step?: Step | undefined;
}

/** What the span of a call is opened with. */
export function toChatCall(
  { request, step }: Asked,
  model: string,
  attempt: number,
  config: InferenceConfig,
): ChatCall {
  const { stop } = request;
  const prompt = step?.instructions ?? systemPromptFor(request, config);
  const format = request.response_format?.type ?? 'text';
  return {
    model,
    attempt,
    maxTokens: maxTokens(request, config),
    temperature: request.temperature ?? undefined,
    topP: request.top_p ?? undefined,
    stopSequences: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    seed: request.seed ?? undefined,
    presencePenalty: request.presence_penalty ?? undefined,
    frequencyPenalty: request.frequency_penalty ?? undefined,
    outputType: format === 'text' ? 'text' : 'json',
    stream: request.stream === true,
    promptVersion: step?.version ?? (prompt && sha256(prompt).slice(0, 12)),
    step: step?.number,
    content: () => toInputContent(request, prompt),
  };
}
