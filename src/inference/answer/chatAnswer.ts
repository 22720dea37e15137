import * as z from 'zod';
import { unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';

const count = z.int().min(0).nullish();

/** Token counts, as far as the model tells them. */
export const usage = z
  .looseObject({
    prompt_tokens: count,
    completion_tokens: count,
    prompt_tokens_details: z.looseObject({ cached_tokens: count }).nullish(),
    completion_tokens_details: z.looseObject({ reasoning_tokens: count }).nullish(),
  })
  .nullish();

/** What must be there for an answer to be one; whatever else the model sends is passed on as it is. */
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

/** A model's answer that was checked, in OpenAI's form. */
export type ChatAnswer = z.infer<typeof chatAnswer>;

/** Checks a model's answer; throws `model_bad_response`, without a word of it. */
export function parseChatAnswer(value: unknown): ChatAnswer {
  const checked = chatAnswer.safeParse(value, firstIssue);
  if (checked.success) return checked.data;
  throw unreadable();
}
