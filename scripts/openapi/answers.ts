import * as z from 'zod';
import { chatAnswer } from '../../src/inference/answer/chatAnswer.ts';
import { responsesAnswer } from '../../src/inference/responses/responsesAnswer.ts';
import { chatChunk } from '../../src/inference/stream/chatChunk.ts';

/*
 * What callers get: the schemas that answers of models are checked with, the fields that the app fills in, and those that it
 * passes on unread, in the form that OpenAI gives them.
 */

const finishReason = z
  .enum(['stop', 'length', 'tool_calls', 'content_filter', 'function_call'])
  .nullish()
  .meta({ description: "OpenAI's words. A model that has a word of its own is not corrected." });

const tokenLogprob = z.looseObject({
  token: z.string(),
  logprob: z.number(),
  bytes: z.array(z.int()).nullable(),
});

const tokenLogprobs = z.array(tokenLogprob.extend({ top_logprobs: z.array(tokenLogprob) }));

const logprobs = z
  .looseObject({ content: tokenLogprobs.nullable(), refusal: tokenLogprobs.nullish() })
  .nullish()
  .meta({ description: 'With `logprobs` only, as the model gives it.' });

const head = { id: z.string(), created: z.int(), model: z.string() };

/** A completion that came at once. */
export const completion = chatAnswer.extend({
  ...head,
  object: z.literal('chat.completion'),
  choices: z
    .array(chatAnswer.shape.choices.element.extend({ finish_reason: finishReason, logprobs }))
    .min(1),
});

const choice = chatChunk.shape.choices.unwrap().unwrap().element;
const delta = choice.shape.delta.unwrap().unwrap();
const call = delta.shape.tool_calls.unwrap().unwrap().element;

/** A chunk of one that came as a stream. */
export const chunk = chatChunk.omit({ error: true }).extend({
  ...head,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    choice.extend({
      delta: delta.extend({
        tool_calls: z
          .array(
            call.extend({
              type: z.enum(['function', 'custom']).nullish(),
              custom: z
                .looseObject({ name: z.string().nullish(), input: z.string().nullish() })
                .nullish(),
            }),
          )
          .nullish(),
      }),
      finish_reason: finishReason,
      logprobs,
    }),
  ),
});

/** A response; what a model sends beyond these fields is passed on. */
export const response = responsesAnswer.extend({
  id: z.string(),
  object: z.literal('response'),
  created_at: z.number(),
  model: z.string(),
  status: z.string(),
});
