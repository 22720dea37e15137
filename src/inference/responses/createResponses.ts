import { takeAnswer } from '../answer/takeAnswer.ts';
import type { ModelAccess } from '../modelAccess.ts';
import { parseJson } from '../request/json.ts';
import { type ResolveModel, withResolved } from '../request/resolveModel.ts';
import { hidePrompt } from './hidePrompt.ts';
import { reserveResponse } from './reserveResponse.ts';
import type { Responses } from './responses.ts';
import { toResponse } from './responsesAnswer.ts';
import { promptOf } from './responsesBody.ts';
import { responsesOperation } from './responsesOperation.ts';
import { parseResponsesRequest } from './responsesRequest.ts';
import { streamResponse } from './streamResponse.ts';

/** The Responses API of the models; `checkModel` throws `model_not_found` for a name that none has. */
export function createResponses(
  access: ModelAccess,
  resolve: ResolveModel,
  checkModel: (name: string | null | undefined) => void,
): Responses {
  return {
    parse(bytes) {
      const request = withResolved(parseResponsesRequest(parseJson(bytes)), resolve);
      checkModel(request.model);
      return request;
    },
    reserve: (request) => reserveResponse(request, access.config),
    create: async (request, limits) => {
      const prompt = promptOf(request, access.config);
      return takeAnswer(
        access,
        responsesOperation(request, access.config),
        limits,
        (answer, model) => toResponse(hidePrompt(answer, prompt), model),
      );
    },
    stream: (request, limits, times) => streamResponse(access, request, limits, times),
  };
}
