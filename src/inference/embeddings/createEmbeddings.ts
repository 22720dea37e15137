import { AppError } from '../../errors.ts';
import { isRecord } from '../../values/isRecord.ts';
import { takeAnswer } from '../answer/takeAnswer.ts';
import { estimateTokens } from '../estimateTokens.ts';
import type { ModelAccess } from '../modelAccess.ts';
import { parseJson } from '../request/json.ts';
import { type ResolveModel, withResolved } from '../request/resolveModel.ts';
import { toReservation } from '../toReservation.ts';
import type { Embeddings } from './embeddings.ts';
import { embeddingsOperation } from './embeddingsOperation.ts';
import {
  type EmbeddingsRequest,
  embeddingsBounds,
  parseEmbeddingsRequest,
} from './embeddingsRequest.ts';

/** Embeddings of the configured deployment, by the calls that chat completions make too. */
export function createEmbeddings(access: ModelAccess, resolve: ResolveModel): Embeddings {
  const { embeddingModel: model, prices } = access.config;
  return {
    model,
    parseBody(bytes, asked) {
      const own = required(model);
      checkModel(asked && resolve(asked), own);
      const body = parseJson(bytes, embeddingsBounds);
      const given = asked !== undefined && isRecord(body) ? { ...body, model: own } : body;
      const request = withResolved(parseEmbeddingsRequest(given), resolve);
      checkModel(request.model, own);
      return request;
    },
    reserve: ({ input }) => toReservation(countInput(input), 0, [required(model)], prices),
    create: async (request, limits) =>
      takeAnswer(
        access,
        embeddingsOperation(request, required(model), access.config.prices),
        limits,
        (answer, deployment) => answer.toParts(deployment),
      ),
  };
}

/** Tokens count as they are, texts by their length. */
function countInput(input: EmbeddingsRequest['input']): number {
  const parts = Array.isArray(input) ? input : [input];
  const tokens = parts.reduce((sum: number, part) => {
    if (typeof part === 'number') return sum + 1;
    return Array.isArray(part) ? sum + part.length : sum;
  }, 0);
  return tokens + estimateTokens(input);
}

function required(model: string | undefined): string {
  if (model !== undefined) return model;
  throw new AppError(
    'model_not_found',
    'This app has no embedding model: AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME names it, and is not set.',
    { param: 'model' },
  );
}

function checkModel(asked: string | null | undefined, own: string): void {
  if (asked == null || asked === own) return;
  const message = `Embeddings come from one model: leave model out, or name ${own}.`;
  throw new AppError('model_not_found', message, { param: 'model' });
}
