import * as z from 'zod';
import { jsonObject } from './forms.ts';

/** Of a function, or of a schema. */
export const functionName = z.string().regex(/^[\w-]{1,64}$/);

/** A tool that a model may call. */
export const tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({
      name: functionName,
      description: z.string().nullish(),
      parameters: jsonObject.nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
  z.strictObject({
    type: z.literal('custom'),
    custom: z.looseObject({ name: functionName, description: z.string().nullish() }),
  }),
]);

/** Whether tools may or must be called, and which. */
export const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({ name: functionName }),
  }),
  z.strictObject({
    type: z.literal('custom'),
    custom: z.strictObject({ name: functionName }),
  }),
  z.strictObject({
    type: z.literal('allowed_tools'),
    allowed_tools: z.looseObject({ mode: z.string().max(64), tools: z.array(jsonObject).max(128) }),
  }),
]);
