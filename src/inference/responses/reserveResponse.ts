import type { InferenceConfig } from '../../config.ts';
import type { Spending } from '../../values/spending.ts';
import { estimateTokens } from '../estimateTokens.ts';
import { candidates } from '../retry/candidates.ts';
import { toReservation } from '../toReservation.ts';
import { maxOutputTokens, promptOf } from './responsesBody.ts';
import type { ResponsesRequest } from './responsesRequest.ts';

/** What a request may use: its input and instructions, and the longest answer. What the provider has stored of earlier ones is not known. */
export function reserveResponse(request: ResponsesRequest, config: InferenceConfig): Spending {
  const { input, instructions, tools, text } = request;
  const prompt = promptOf(request, config);
  const models = candidates(config.models, request.model);
  return toReservation(
    estimateTokens(prompt, instructions, input, tools, text),
    maxOutputTokens(request, config),
    models,
    config.prices,
  );
}
