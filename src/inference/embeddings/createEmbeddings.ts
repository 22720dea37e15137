import { AppError } from '../../errors.ts';
import { isRecord } from '../../values/isRecord.ts';
import { takeAnswer } from '../answer/takeAnswer.ts';
import type { ModelAccess } from '../modelAccess.ts';
import { parseJson } from '../request/json.ts';
import type { Embeddings } from './embeddings.ts';
import { embeddingsOperation } from './embeddingsOperation.ts';
import { embeddingsBounds, parseEmbeddingsRequest } from './embeddingsRequest.ts';

/** Embeddings of the configured deployment, by the calls that chat completions make too. */
export function createEmbeddings(access: ModelAccess): Embeddings {
  const { embeddingModel: model } = access.config;
  return {
    model,
    parseBody(bytes, asked) {
      const own = required(model);
      checkModel(asked, own);
      const body = parseJson(bytes, embeddingsBounds);
      const given = asked !== undefined && isRecord(body) ? { ...body, model: own } : body;
      const request = parseEmbeddingsRequest(given);
      checkModel(request.model, own);
      return request;
    },
    create: async (request, limits) =>
      takeAnswer(
        access,
        embeddingsOperation(request, required(model), access.config.prices),
        limits,
        (answer, deployment) => answer.toParts(deployment),
      ),
  };
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
