import * as z from 'zod';
import { isRecord } from '../../values/isRecord.ts';

/** Of a function, or of a schema. */
export const functionName = z.string().regex(/^[\w-]{1,64}$/);
/** A record would look at every key, and most of a large request may be a schema. */
export const jsonSchema = z
  .unknown()
  .refine(isRecord, 'Invalid input: expected an object')
  .meta({ type: 'object' });

/** A tool that a model may call. */
export const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: functionName,
    description: z.string().nullish(),
    parameters: jsonSchema.nullish(),
    strict: z.boolean().nullish(),
  }),
});

/** Whether tools may or must be called, and which. */
export const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({ name: functionName }),
  }),
]);
