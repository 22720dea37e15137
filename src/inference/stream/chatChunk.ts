import * as z from 'zod';
import { AppError } from '../../errors.ts';
import { usage } from '../answer/chatAnswer.ts';
import { unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';
import { reasoning } from '../reasoning.ts';
import { isCommonChunk } from './commonChunk.ts';
import { mendChunk } from './mendChunk.ts';
import { parseEventJson } from './serverEvents.ts';

/** A streamed chunk in OpenAI's form. Other fields that the model sends are passed on unchanged. */
export const chatChunk = z.looseObject({
  id: z.string().nullish(),
  object: z.string().nullish(),
  created: z.number().nullish(),
  model: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        index: z.int().min(0),
        delta: z
          .looseObject({
            role: z.literal('assistant').nullish(),
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z
              .array(
                z.looseObject({
                  index: z.int().min(0),
                  id: z.string().nullish(),
                  function: z
                    .looseObject({ name: z.string().nullish(), arguments: z.string().nullish() })
                    .nullish(),
                }),
              )
              .nullish(),
            ...reasoning,
          })
          .nullish(),
        finish_reason: z.string().min(1).nullish(),
      }),
    )
    .nullish(),
  usage,
  error: z.unknown().optional(),
});

/** A checked chunk of a streamed answer, in OpenAI's form. */
export type ChatChunk = z.infer<typeof chatChunk>;

/** One event of the model's stream: its data, unchanged unless it was mended, and the chunk in it. */
export interface StreamedChunk {
  readonly data: string;
  readonly chunk: ChatChunk;
}

/**
 * Reads the data of one server-sent event; `number` numbers its tool calls. Odd fields are mended or left out. Throws our error
 * for anything but a chunk, and for the model's own errors.
 */
export function parseChatChunk(data: string, number: (chunk: unknown) => boolean): StreamedChunk {
  const value = parseEventJson(data);
  if (isCommonChunk(value)) return { data, chunk: value };
  const numbered = number(value);
  const checked = chatChunk.safeParse(value, firstIssue);
  const chunk = checked.success ? checked.data : mended(value);
  if (chunk.error) throw new AppError('model_unavailable', 'The model failed to go on.');
  return { data: checked.success && !numbered ? data : JSON.stringify(chunk), chunk };
}

function mended(value: unknown): ChatChunk {
  const checked = chatChunk.safeParse(mendChunk(value), firstIssue);
  if (checked.success) return checked.data;
  throw unreadable();
}
