import * as z from 'zod';

/** What a model says of its thoughts, under the names that servers give it; some refuse a history without. */
export const reasoning = {
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  reasoning_details: z.array(z.unknown()).nullish(),
  thinking_blocks: z.array(z.unknown()).nullish(),
};

const fields = z.object(reasoning);

/** The same, of one message. */
export type Reasoning = z.infer<typeof fields>;

/** What a message says of the model's thoughts, without what it does not say. */
export function toReasoning(message: Reasoning): Reasoning {
  const given = Object.keys(reasoning).map((name) => [name, message[name as keyof Reasoning]]);
  return Object.fromEntries(given.filter(([, value]) => value != null));
}
