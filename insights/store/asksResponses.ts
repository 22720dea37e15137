import type { Row } from '../row.ts';

/** Whether a row is a call to a model by OpenAI's Responses API; otherwise it is one by chat completions, or does not say. */
export function asksResponses({ customDimensions }: Row): boolean {
  return customDimensions['openai.api.type'] === 'responses';
}
