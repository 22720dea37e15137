import * as z from 'zod';
import { AppError } from '../../errors.ts';
import { firstIssue } from '../firstIssue.ts';
import { checkJson } from '../request/json.ts';
import { toParam } from '../request/param.ts';

/** An item of a conversation: a message, a tool call, its output, a reference, … */
const item = z.looseObject({ type: z.string().nullish(), role: z.string().nullish() });

/** What is read of a request; the fields beyond go to the model as they came. */
export const responsesRequest = z.looseObject({
  model: z.string().min(1).max(256).nullish(),
  input: z.union([z.string(), z.array(item).max(2_048)]).nullish(),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  background: z
    .literal(false, 'responses in the background are not given here: leave it out, or send a job')
    .nullish(),
});

/** A checked request of the Responses API: https://platform.openai.com/docs/api-reference/responses/create */
export type ResponsesRequest = z.infer<typeof responsesRequest>;

/** An item of its input. */
export type Item = z.infer<typeof item>;

/**
 * Checks an untrusted request: depth, keys and the fields that the app reads. Throws `invalid_request` with `param`, the path
 * of the field; the messages hold nothing of the request.
 */
export function parseResponsesRequest(value: unknown): ResponsesRequest {
  const checked = responsesRequest.safeParse(checkJson(value), firstIssue);
  if (checked.success) return checked.data;
  const { param, field, rule } = toParam(checked.error.issues);
  throw new AppError('invalid_request', `${field || 'The body'}: ${rule}.`, { param });
}

/** The items of the input; a text is none. */
export function itemsOf({ input }: ResponsesRequest): readonly Item[] {
  return Array.isArray(input) ? input : [];
}

/**
 * Whether only the model that is asked can answer: another one knows neither what the provider stored for it nor what it
 * encrypted.
 */
export function isBound(request: ResponsesRequest): boolean {
  return (
    request.previous_response_id != null ||
    request.conversation != null ||
    itemsOf(request).some(
      ({ type, encrypted_content }) => type === 'item_reference' || encrypted_content != null,
    )
  );
}
