import * as z from 'zod';
import { AppError } from '../../errors.ts';
import { isRecord } from '../../values/isRecord.ts';
import { firstIssue } from '../firstIssue.ts';
import { jsonObject, word } from './forms.ts';
import { checkJson } from './json.ts';
import { message } from './message.ts';
import { functionName, tool, toolChoice } from './tool.ts';
import { toRequestError, withoutUnknownNulls } from './topKeys.ts';
import { withoutNone } from './withoutNone.ts';

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: functionName,
      description: z.string().nullish(),
      schema: jsonObject.nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
]);

const tokens = z.int().min(1);

/** A JavaScript number: past 2^53 it is rounded. */
const int64 = z
  .number()
  .min(-(2 ** 63))
  .max(2 ** 63)
  .refine(Number.isInteger, 'Invalid input: expected a whole number')
  .meta({ type: 'integer' });

/**
 * A chat completion request: https://platform.openai.com/docs/api-reference/chat/create
 * Every optional field may be null, which means absent, as there. Keys beyond these are refused, unless they are null.
 */
export const chatRequest = z.strictObject({
  messages: z.array(message).min(1).max(2_048),
  model: z.string().min(1).max(256).nullish(),
  max_tokens: tokens.nullish(),
  max_completion_tokens: tokens.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  seed: int64.nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  logit_bias: z.record(z.string().regex(/^\d{1,9}$/), z.number().min(-100).max(100)).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  tools: z.array(tool).max(128).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormat.nullish(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({
      include_usage: z.boolean().nullish(),
      include_obfuscation: z.boolean().nullish(),
    })
    .nullish(),
  user: z.string().max(512).nullish(),
  safety_identifier: z.string().max(512).nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  store: z.boolean().nullish(),
  prompt_cache_key: z.string().max(512).nullish(),
  prompt_cache_retention: word.nullish(),
  prompt_cache_options: jsonObject.nullish(),
  service_tier: word.nullish(),
  reasoning_effort: word.nullish(),
  verbosity: word.nullish(),
  modalities: z.array(z.literal('text')).max(1).nullish(),
  n: z.literal(1).nullish(),
});

/** A checked request. */
export type ChatRequest = z.infer<typeof chatRequest>;

/** The schema checks all pairs, and lists the problems, so they are counted first. */
const mostPairs = 16;
const known: ReadonlySet<string> = new Set(Object.keys(chatRequest.shape));

/** Jobs and the queue take chat requests only, so the sender of another must hear which one it is. */
function checkKind(value: unknown): void {
  if (!isRecord(value) || value.messages !== undefined || value.input === undefined) return;
  const message = 'A chat request and a job need messages; input is for POST v1/responses.';
  throw new AppError('invalid_request', message, { param: 'messages' });
}

function checkPairs(value: unknown): void {
  if (!isRecord(value) || !isRecord(value.metadata)) return;
  if (Object.keys(value.metadata).length > mostPairs) {
    const message = `metadata: at most ${mostPairs} pairs.`;
    throw new AppError('invalid_request', message, { param: 'metadata' });
  }
}

/**
 * Checks an untrusted chat request. Throws `unknown_parameter` or `invalid_request` with `param`, the path of the field;
 * the messages hold nothing of the request but the name of an unknown parameter.
 */
export function parseChatRequest(value: unknown): ChatRequest {
  const given = withoutUnknownNulls(value, known);
  checkKind(given);
  checkPairs(given);
  const checked = chatRequest.safeParse(checkJson(given), firstIssue);
  if (checked.success) return withoutNone(checked.data);
  throw toRequestError(checked.error.issues);
}
