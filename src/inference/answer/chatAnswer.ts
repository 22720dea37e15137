import * as z from 'zod';
import { unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';
import { reasoning } from '../reasoning.ts';
import { mendAnswer } from './mendAnswer.ts';

const count = z.int().min(0).nullish();

/** Token counts, as far as the model reports them. */
export const usage = z
  .looseObject({
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    prompt_tokens_details: z.looseObject({ cached_tokens: count }).nullish(),
    completion_tokens_details: z.looseObject({ reasoning_tokens: count }).nullish(),
  })
  .nullish();

const toolCall = z.discriminatedUnion('type', [
  z.looseObject({
    id: z.string().min(1),
    type: z.literal('function'),
    function: z.looseObject({ name: z.string(), arguments: z.string() }),
  }),
  z.looseObject({
    id: z.string().min(1),
    type: z.literal('custom'),
    custom: z.looseObject({ name: z.string(), input: z.string() }),
  }),
]);

/** An answer in OpenAI's form. Other fields that the model sends are passed on unchanged. */
export const chatAnswer = z.looseObject({
  id: z.string().nullish(),
  created: z.number().nullish(),
  model: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        index: z.int().min(0),
        message: z.looseObject({
          role: z.literal('assistant').default('assistant'),
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(toolCall).nullish(),
          ...reasoning,
        }),
        finish_reason: z.string().min(1).nullish(),
      }),
    )
    .min(1),
  usage,
});

/** A checked answer of a model, in OpenAI's form. */
export type ChatAnswer = z.infer<typeof chatAnswer>;

/**
 * Reads a model's answer. Odd fields are mended or left out; only its text, tool calls and finish reason must be readable.
 * Throws `model_bad_response`, without its text.
 */
export function parseChatAnswer(value: unknown): ChatAnswer {
  const checked = chatAnswer.safeParse(value, firstIssue);
  if (checked.success) return checked.data;
  const mended = chatAnswer.safeParse(mendAnswer(value), firstIssue);
  if (mended.success) return mended.data;
  throw unreadable();
}
