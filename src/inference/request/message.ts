import * as z from 'zod';
import { reasoning } from '../reasoning.ts';
import { jsonObject, word } from './forms.ts';

/*
 * Messages are data that clients keep and send back: keys that are not here are dropped, also inside parts and tool calls. What
 * some models refuse a history without goes on: reasoning, signatures of thoughts, the ID of spoken audio.
 */

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const refusalPart = z.object({ type: z.literal('refusal'), refusal: z.string() });
const imagePart = z.object({
  type: z.literal('image_url'),
  image_url: z.object({
    url: z.string().min(1),
    detail: word.nullish(),
  }),
});
const filePart = z.object({ type: z.literal('file'), file: jsonObject });
const audioPart = z.object({ type: z.literal('input_audio'), input_audio: jsonObject });

const text = z.union([z.string(), z.array(textPart)]);
const name = z.string().max(64).nullish();

/** Gemini's signatures of its thoughts, under the name that its OpenAI endpoint gives them. */
const extra_content = z.unknown().optional();

const toolCall = z.discriminatedUnion('type', [
  z.object({
    id: z.string().min(1),
    type: z.literal('function'),
    function: z.object({ name: z.string().min(1), arguments: z.string().nullish() }),
    extra_content,
  }),
  z.object({
    id: z.string().min(1),
    type: z.literal('custom'),
    custom: z.object({ name: z.string().min(1), input: z.string() }),
    extra_content,
  }),
]);

/** A message of a conversation; `null` and `[]` are no content. */
export const message = z.discriminatedUnion('role', [
  z.object({ role: z.literal('system'), content: text.nullable(), name }),
  z.object({ role: z.literal('developer'), content: text.nullable(), name }),
  z.object({
    role: z.literal('user'),
    content: z
      .union([
        z.string(),
        z.array(z.discriminatedUnion('type', [textPart, imagePart, filePart, audioPart])),
      ])
      .nullable(),
    name,
  }),
  z.object({
    role: z.literal('assistant'),
    content: z
      .union([z.string(), z.array(z.discriminatedUnion('type', [textPart, refusalPart]))])
      .nullish(),
    refusal: z.string().nullish(),
    tool_calls: z.array(toolCall).nullish(),
    name,
    annotations: z.array(z.unknown()).nullish(),
    audio: z.object({ id: z.string() }).nullish(),
    function_call: z.null().optional(),
    ...reasoning,
    extra_content,
  }),
  z.object({
    role: z.literal('tool'),
    content: text.nullable(),
    tool_call_id: z.string().min(1),
    name: z.string().nullish(),
  }),
]);
