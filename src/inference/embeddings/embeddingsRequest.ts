import * as z from 'zod';
import { type JsonBounds, jsonBounds } from '../../values/boundedJson.ts';
import { firstIssue } from '../firstIssue.ts';
import { toRequestError, withoutUnknownNulls } from '../request/topKeys.ts';
import { inputLimits, wrongInput } from './embeddingsInput.ts';

/** More values than other requests may have: tokens are values too. */
export const embeddingsBounds: JsonBounds = {
  ...jsonBounds,
  values: jsonBounds.values + 2 * inputLimits.tokens,
};

const texts = { type: 'string', minLength: 1 };
const tokens = { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 1 };

const input = z
  .unknown()
  .superRefine((value, { addIssue }) => {
    const wrong = wrongInput(value);
    if (wrong !== undefined) addIssue({ code: 'custom', message: wrong, input: undefined });
  })
  .meta({
    anyOf: [
      texts,
      { type: 'array', items: texts, minItems: 1, maxItems: inputLimits.inputs },
      { ...tokens, maxItems: inputLimits.tokens },
      { type: 'array', items: tokens, minItems: 1, maxItems: inputLimits.inputs },
    ],
  });

/**
 * A request for embeddings: https://platform.openai.com/docs/api-reference/embeddings/create
 * Every optional field may be null, which means absent. Keys beyond these are refused, unless they are null.
 */
export const embeddingsRequest = z.strictObject({
  input,
  model: z.string().min(1).max(256).nullish(),
  dimensions: z.int().min(1).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  user: z.string().max(512).nullish(),
});

/** A checked request. */
export type EmbeddingsRequest = z.infer<typeof embeddingsRequest>;

const known: ReadonlySet<string> = new Set(Object.keys(embeddingsRequest.shape));

/** Checks an untrusted request; throws `unknown_parameter` or `invalid_request` with `param`, and nothing of the input. */
export function parseEmbeddingsRequest(value: unknown): EmbeddingsRequest {
  const checked = embeddingsRequest.safeParse(withoutUnknownNulls(value, known), firstIssue);
  if (checked.success) return checked.data;
  throw toRequestError(checked.error.issues);
}
