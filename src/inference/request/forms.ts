import * as z from 'zod';
import { isRecord } from '../../values/isRecord.ts';

/** One of a model's own words: models differ in them, and get new ones. */
export const word = z.string().max(64);

/** What is passed on as it came. A record would look at every key, and most of a large request may be a schema or a file. */
export const jsonObject = z
  .unknown()
  .refine(isRecord, 'Invalid input: expected an object')
  .meta({ type: 'object' });
