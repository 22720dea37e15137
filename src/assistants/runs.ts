import type { Completion } from '../inference/answer/completion.ts';
import type { Models } from '../inference/inference.ts';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { ChatChunk } from '../inference/stream/chatChunk.ts';
import type { StreamTimes } from '../inference/stream/streamTimes.ts';
import type { OpenAgentSpan } from '../telemetry/spans/agentSpan.ts';
import type { Limits } from '../values/deadline.ts';
import type { Assistant } from './assistant.ts';
import { type AskModel, runAssistant } from './runAssistant.ts';

/** Runs assistants, each answer in a span. */
export interface AssistantRuns {
  /** Answers a request in one piece. */
  complete(assistant: Assistant, request: ChatRequest, limits: Limits): Promise<Completion>;
  /** Answers a request chunk by chunk; the completion of all steps is what it returns. */
  stream(
    assistant: Assistant,
    request: ChatRequest,
    limits: Limits,
    times?: StreamTimes,
  ): AsyncGenerator<readonly ChatChunk[], Completion>;
}

/** Lets assistants ask the models, step by step. */
export function createRuns(models: Models, openAgentSpan: OpenAgentSpan): AssistantRuns {
  const begin = ({ name, version, description, instructions, model }: Assistant) => {
    const startedAt = performance.now();
    return {
      span: openAgentSpan({ name, version, description, model: model ?? models.models[0] }),
      stepOf: (number: number) => ({ instructions, version, number, startedAt }),
    };
  };
  return {
    async complete(assistant, request, limits) {
      const { span, stepOf } = begin(assistant);
      const ask: AskModel = async function* (asked, stepLimits, number) {
        const step = stepOf(number);
        return span.within(() => models.completeStep(asked, stepLimits, step));
      };
      return toEnd(runAssistant(assistant, request, limits, span, ask));
    },
    stream(assistant, request, limits, times) {
      const { span, stepOf } = begin(assistant);
      const ask: AskModel = async function* (asked, stepLimits, number) {
        const step = stepOf(number);
        const { chunks, answer } = await span.within(() =>
          models.streamStep(asked, stepLimits, step, times),
        );
        yield* chunks;
        return answer();
      };
      return runAssistant(assistant, request, limits, span, ask);
    },
  };
}

async function toEnd<T>(steps: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}
