import * as z from 'zod';

/** What a model says of its thoughts, under the names that servers give it; some refuse a history without. */
export const reasoning = {
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  reasoning_details: z.array(z.unknown()).nullish(),
  thinking_blocks: z.array(z.unknown()).nullish(),
};
