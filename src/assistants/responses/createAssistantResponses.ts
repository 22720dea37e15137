import type { Inference, Models } from '../../inference/inference.ts';
import type { Responses } from '../../inference/responses/responses.ts';
import type { ResponsesRequest } from '../../inference/responses/responsesRequest.ts';
import { afterFirst } from '../../values/afterFirst.ts';
import type { Assistant } from '../assistant.ts';
import type { AssistantRuns } from '../runs.ts';
import { toChatRequest } from './toChatRequest.ts';
import { newResponse, toResponse } from './toResponse.ts';
import { toTypedEvents } from './toTypedEvents.ts';

/** The same Responses API, where a request may also name an assistant as its model: its completion as a response. */
export function createAssistantResponses(
  find: (model: string | null | undefined) => Assistant | undefined,
  { parse, responses }: Models,
  reserve: Inference['reserve'],
  runs: AssistantRuns,
): Responses {
  const toChat = (request: ResponsesRequest) => parse(toChatRequest(request));
  return {
    parse: responses.parse, // what an assistant refuses is found when it is made a chat request
    reserve: (request) =>
      find(request.model) === undefined ? responses.reserve(request) : reserve(toChat(request)),
    async create(request, limits) {
      const assistant = find(request.model);
      if (assistant === undefined) return responses.create(request, limits);
      const completion = await runs.complete(assistant, toChat(request), limits);
      return toResponse(newResponse(request, assistant.name), completion);
    },
    async stream(request, limits, times) {
      const assistant = find(request.model);
      if (assistant === undefined) return responses.stream(request, limits, times);
      const chunks = runs.stream(assistant, toChat(request), limits, times);
      return afterFirst(toTypedEvents(newResponse(request, assistant.name), chunks));
    },
  };
}
