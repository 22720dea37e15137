import type { InferenceConfig } from '../../config.ts';
import type { Spending } from '../../values/spending.ts';
import { estimateTokens } from '../estimateTokens.ts';
import { candidates } from '../retry/candidates.ts';
import { toReservation } from '../toReservation.ts';
import type { ChatRequest } from './chatRequest.ts';
import { maxTokens, promptFor } from './modelRequest.ts';

/** What a chat request may use: its prompt, with our instructions or an assistant's, and the longest answer. */
export function reserveChat(
  request: ChatRequest,
  instructions: string | undefined,
  config: InferenceConfig,
): Spending {
  const { messages, tools, response_format } = request;
  const prompt = instructions ?? promptFor({ request }, config);
  const input = estimateTokens(prompt, messages, tools, response_format);
  const models = candidates(config.models, request.model);
  return toReservation(input, maxTokens(request, config), models, config.prices);
}
