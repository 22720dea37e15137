import type { ChatCompletionRequest, FixtureResponse } from '@copilotkit/aimock';
import { textOf } from './textOf.ts';

/**
 * An answer with its tokens, at four characters each. The server counts those of chat completions so by itself; for a response
 * it says 0 unless it is told.
 */
export function withUsage(
  { messages }: ChatCompletionRequest,
  response: FixtureResponse,
): FixtureResponse {
  const said = saidIn(response);
  if (said === undefined) return response;
  const usage = {
    prompt_tokens: tokensIn(messages.map(textOf).join('')),
    completion_tokens: tokensIn(said),
  };
  return { ...response, usage };
}

function saidIn(response: FixtureResponse): string | undefined {
  if ('toolCalls' in response) {
    return response.toolCalls?.map(({ name, arguments: given }) => name + given).join('');
  }
  return 'content' in response ? response.content : undefined;
}

function tokensIn(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}
