import { AppError } from '../errors.ts';
import type { Inference, Models } from '../inference/inference.ts';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { OpenAgentSpan } from '../telemetry/spans/agentSpan.ts';
import { afterFirst } from '../values/afterFirst.ts';
import type { Spending } from '../values/spending.ts';
import type { Assistant } from './assistant.ts';
import { createAssistantResponses } from './responses/createAssistantResponses.ts';
import { createRuns } from './runs.ts';
import { toDefinition } from './toDefinition.ts';
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
  const find = (model: string | null | undefined) => assistants.find(({ name }) => name === model);
  const runs = createRuns(models, openAgentSpan);
  const reserve = (request: ChatRequest) => {
    const assistant = find(request.model);
    return assistant === undefined
      ? models.reserve(request)
      : reserveStep(assistant, request, models);
  };
  const checked = (request: ChatRequest) => {
    if (find(request.model) !== undefined) refuseTools(request);
    return request;
  };
  return {
    models: [...models.models, ...names.filter((name) => !models.models.includes(name))],
    resolve: models.resolve,
    parse: (value) => checked(models.parse(value)),
    parseBody: (bytes, model) => checked(models.parseBody(bytes, model)),
    reserve,
    async complete(request, limits) {
      const assistant = find(request.model);
      if (assistant === undefined) return models.complete(request, limits);
      return runs.complete(assistant, request, limits);
    },
    async stream(request, limits, times) {
      const assistant = find(request.model);
      if (assistant === undefined) return models.stream(request, limits, times);
      const wantsUsage = request.stream_options?.include_usage === true;
      const chunks = runs.stream(assistant, request, limits, times);
      return afterFirst(toEvents(assistant.name, chunks, wantsUsage));
    },
    responses: createAssistantResponses(find, models, reserve, runs),
  };
}

/** What the first step of an answer may use; what later ones do is counted when it ends. */
function reserveStep(
  { model, tools, instructions }: Assistant,
  request: ChatRequest,
  { reserve }: Models,
): Spending {
  return reserve({ ...request, model, tools: tools.map(toDefinition) }, instructions);
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
