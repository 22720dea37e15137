import type { InferenceConfig } from '../../config.ts';
import { AppError } from '../../errors.ts';
import { isRecord } from '../../values/isRecord.ts';
import { type ModelFailure, toModelError, topOf } from '../client/modelError.ts';
import { readJson } from '../client/openResponse.ts';
import type { StreamedOperation } from '../operation.ts';
import { givenFields } from '../request/givenFields.ts';
import { candidates } from '../retry/candidates.ts';
import { collectResponse } from './collectResponse.ts';
import { readTypedEvents } from './readTypedEvents.ts';
import { parseResponsesAnswer, type ResponsesAnswer } from './responsesAnswer.ts';
import { toResponsesBody } from './responsesBody.ts';
import { toResponsesAnswered, toResponsesCall } from './responsesCall.ts';
import { isBound, type ResponsesRequest } from './responsesRequest.ts';
import type { TypedEvent } from './typedEvent.ts';

/** A response, whole or streamed. */
export type ResponsesOperation = StreamedOperation<ResponsesAnswer, TypedEvent>;

/** A request for a response as what is asked of a model; throws `model_not_found`. */
export function responsesOperation(
  request: ResponsesRequest,
  config: InferenceConfig,
): ResponsesOperation {
  const models = candidates(config.models, request.model);
  return {
    path: '/responses',
    models: isBound(request) ? [models[0]] : models,
    toCall: (model, attempt) => toResponsesCall(request, model, attempt, config),
    toBody: (model) => toResponsesBody(request, model, config),
    toError: toResponsesError,
    ofCaller: () => givenFields({ ...request, model: null }), // the model is ours
    read: async (body) => parseResponsesAnswer(await readJson(body)),
    toAnswered: (answer, model) => toResponsesAnswered(answer, model, config.prices),
    readEvents: readTypedEvents,
    collect: collectResponse,
    saysSomething: ({ type }) => type.endsWith('.delta') || type === 'response.completed',
  };
}

/** Codes by which a 404 means the deployment, in Azure and at OpenAI. */
const ofDeployment: ReadonlySet<unknown> = new Set(['DeploymentNotFound', 'model_not_found']);

/** An endpoint without the route answers 404 or 405 as well. */
function toResponsesError(failure: ModelFailure, known: ReadonlySet<string>): AppError {
  const { status, body } = failure;
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  if (status !== 405 && (status !== 404 || ofDeployment.has(error.code))) {
    return toModelError(failure, known);
  }
  if (status === 404 && typeof error.param === 'string' && known.has(topOf(error.param))) {
    return toModelError({ ...failure, status: 400 }, known);
  }
  return new AppError(
    'model_rejected_request',
    'The endpoint of this model has no Responses API: use chat completions, POST v1/chat/completions.',
  );
}
