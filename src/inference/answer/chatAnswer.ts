import * as z from 'zod';
import { unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';

const count = z.int().min(0).nullish();

/** Token counts, as far as the model reports them. */
export const usage = z
  .looseObject({
    prompt_tokens: count,
    completion_tokens: count,
    prompt_tokens_details: z.looseObject({ cached_tokens: count }).nullish(),
    completion_tokens_details: z.looseObject({ reasoning_tokens: count }).nullish(),
  })
  .nullish();

/** The required fields of an answer; everything else that the model sends is passed on unchanged. */
export const chatAnswer = z.looseObject({
  id: z.string().nullish(),
  created: z.number().nullish(),
  model: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({
          role: z.literal('assistant').default('assistant'),
          content: z.string().nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage,
});

/** A checked answer of a model, in OpenAI's form. */
export type ChatAnswer = z.infer<typeof chatAnswer>;

/** Checks a model's answer; throws `model_bad_response`, without its text. */
export function parseChatAnswer(value: unknown): ChatAnswer {
  const checked = chatAnswer.safeParse(value, firstIssue);
  if (checked.success) return checked.data;
  throw unreadable();
}
