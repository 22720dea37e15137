import { AppError } from '../errors.ts';
import type { Inference, Models } from '../inference/inference.ts';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { OpenAgentSpan } from '../telemetry/spans/agentSpan.ts';
import { afterFirst } from '../values/afterFirst.ts';
import type { Assistant } from './assistant.ts';
import { type AskModel, runAssistant } from './runAssistant.ts';
import { toEvents } from './toEvents.ts';

/**
 * The same inference, where a request may also name an assistant as its model. The assistant's steps run on the
 * same models. A name that is also a deployment's means the assistant.
 */
export function createAssistants(
  assistants: readonly Assistant[],
  models: Models,
  openAgentSpan: OpenAgentSpan,
): Inference {
  const names = assistants.map(({ name }) => name);
  const assistantOf = ({ model }: ChatRequest) => assistants.find(({ name }) => name === model);
  const checked = (request: ChatRequest) => {
    if (assistantOf(request) !== undefined) refuseTools(request);
    return request;
  };
  const begin = ({ name, version, instructions }: Assistant) => {
    const startedAt = performance.now();
    return {
      span: openAgentSpan({ name, version }),
      stepOf: (number: number) => ({ instructions, version, number, startedAt }),
    };
  };
  return {
    models: [...models.models, ...names.filter((name) => !models.models.includes(name))],
    parse: (value) => checked(models.parse(value)),
    parseBody: (bytes, model) => checked(models.parseBody(bytes, model)),
    async complete(request, limits) {
      const assistant = assistantOf(request);
      if (assistant === undefined) return models.complete(request, limits);
      const { span, stepOf } = begin(assistant);
      const ask: AskModel = async function* (asked, stepLimits, number) {
        const step = stepOf(number);
        return span.within(() => models.completeStep(asked, stepLimits, step));
      };
      return toEnd(runAssistant(assistant, request, limits, span, ask));
    },
    async stream(request, limits, times) {
      const assistant = assistantOf(request);
      if (assistant === undefined) return models.stream(request, limits, times);
      const { span, stepOf } = begin(assistant);
      const ask: AskModel = async function* (asked, stepLimits, number) {
        const step = stepOf(number);
        const { chunks, answer } = await span.within(() =>
          models.streamStep(asked, stepLimits, step, times),
        );
        yield* chunks;
        return answer();
      };
      const wantsUsage = request.stream_options?.include_usage === true;
      const chunks = runAssistant(assistant, request, limits, span, ask);
      return afterFirst(toEvents(assistant.name, chunks, wantsUsage));
    },
  };
}

/** An assistant's tools and a caller's are not mixed, as nobody could tell whose tool a call is for. */
function refuseTools(request: ChatRequest): void {
  for (const param of ['tools', 'tool_choice', 'parallel_tool_calls'] as const) {
    if (request[param] == null) continue;
    throw new AppError(
      'invalid_request',
      `An assistant has its own tools: leave out ${param}, or name a plain model.`,
      { param },
    );
  }
}

async function toEnd<T>(steps: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}
