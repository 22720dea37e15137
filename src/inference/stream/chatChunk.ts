import * as z from 'zod';
import { AppError } from '../../errors.ts';
import { exceededBound } from '../../values/boundedJson.ts';
import { usage } from '../answer/chatAnswer.ts';
import { answerBounds, unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';

/** The required fields of a streamed chunk; everything else that the model sends is passed on unchanged. */
export const chatChunk = z.looseObject({
  id: z.string().nullish(),
  object: z.string().nullish(),
  created: z.number().nullish(),
  model: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        delta: z
          .looseObject({
            role: z.string().nullish(),
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z
              .array(
                z.looseObject({
                  index: z.int().min(0).default(0),
                  id: z.string().nullish(),
                  function: z
                    .looseObject({ name: z.string().nullish(), arguments: z.string().nullish() })
                    .nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage,
  error: z.unknown().optional(),
});

/** A checked chunk of a streamed answer, in OpenAI's form. */
export type ChatChunk = z.infer<typeof chatChunk>;

/**
 * Checks the data of one server-sent event; throws our error for anything but a chunk, and for the model's own
 * errors.
 */
export function parseChatChunk(data: string): ChatChunk {
  const checked = chatChunk.safeParse(fromJson(data), firstIssue);
  if (!checked.success) throw unreadable();
  if (checked.data.error != null) {
    throw new AppError('model_unavailable', 'The model failed to go on.');
  }
  return checked.data;
}

function fromJson(data: string): unknown {
  if (exceededBound(Buffer.from(data), answerBounds) !== undefined) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
