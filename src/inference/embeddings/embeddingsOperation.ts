import type { InferenceConfig } from '../../config.ts';
import { identifier } from '../../values/identifier.ts';
import { costOf } from '../answer/price.ts';
import { toModelError } from '../client/modelError.ts';
import { readChunks } from '../client/openResponse.ts';
import type { Operation } from '../operation.ts';
import { toChunks } from './chunks.ts';
import { type EmbeddingsAnswer, parseEmbeddingsAnswer } from './embeddingsAnswer.ts';
import type { EmbeddingsRequest } from './embeddingsRequest.ts';

/** 2,048 embeddings of 3,072 numbers are 33 MB in base64. */
const maxBytes = 64 * 1024 * 1024;

/** A request for embeddings as what is asked of a model. There is no fallback: vectors of two models do not compare. */
export function embeddingsOperation(
  request: EmbeddingsRequest,
  model: string,
  prices: InferenceConfig['prices'],
): Operation<EmbeddingsAnswer> {
  const { input, dimensions, encoding_format, user } = request;
  return {
    path: '/embeddings',
    models: [model],
    toCall: (_model, attempt) => ({
      operation: 'embeddings',
      model,
      attempt,
      dimensions: dimensions ?? undefined,
      encodingFormat: encoding_format ?? undefined,
    }),
    toBody: () => ({
      model,
      input,
      ...(dimensions != null && { dimensions }),
      ...(encoding_format != null && { encoding_format }),
      ...(user != null && { user }),
    }),
    toError: toModelError,
    ofCaller: () => new Set(['input', 'dimensions', 'encoding_format', 'user']),
    read: async (body) => parseEmbeddingsAnswer(toChunks(await readChunks(body, maxBytes))),
    toAnswered: (answer) => {
      const inputTokens = answer.usage?.prompt_tokens ?? undefined;
      const tokens = { input: inputTokens, output: undefined, cachedInput: undefined };
      return {
        model: identifier(answer.model),
        inputTokens,
        costUsd: costOf(tokens, answer.model, model, prices),
      };
    },
  };
}
