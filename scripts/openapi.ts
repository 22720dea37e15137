import { keysOf } from './openapi/keysOf.ts';
import { chatCompletions, embeddings, responses } from './openapi/modelOperations.ts';
import {
  answer,
  conversation,
  errors,
  header,
  inVain,
  jsonBody,
  pathParameter,
  seconds,
} from './openapi/parts.ts';
import { schemas } from './openapi/schemas.ts';
import { withRefusedKeys } from './openapi/withRefusedKeys.ts';

/** Whose keys are asked. */
export type Keys = keyof typeof keysOf;

/** The OpenAPI 3.1 document of the HTTP API, for the platform's function keys or those of callers: requests and answers from the schemas that check them, errors from their table. */
export function createOpenApi(version: string, keys: Keys = 'functions'): object {
  const { schemes: securitySchemes, refused } = keysOf[keys];
  return {
    openapi: '3.1.1',
    info: {
      title: 'Callspan',
      version,
      description: "Generative-AI inference in OpenAI's wire format, and jobs of it.",
    },
    servers: [{ url: '/api' }],
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })), // any of them
    paths: withRefusedKeys(refused, {
      '/v1/chat/completions': {
        post: chatCompletions('chatCompletions', 'One completion, at once or as a stream.'),
      },
      '/openai/deployments/{deployment}/chat/completions': {
        post: chatCompletions(
          'azureChatCompletions',
          "The same at the path of Azure OpenAI's clients: the path names the model, `api-version` is not read.",
          pathParameter('deployment'),
        ),
      },
      '/v1/embeddings': {
        post: embeddings('embeddings', 'Embeddings of the embedding model, as it sends them.'),
      },
      '/openai/deployments/{deployment}/embeddings': {
        post: embeddings(
          'azureEmbeddings',
          "The same at the path of Azure OpenAI's clients, which names the model.",
          pathParameter('deployment'),
        ),
      },
      '/v1/responses': {
        post: responses('responses', 'A response, at once or as a stream of typed events.'),
      },
      '/openai/responses': {
        post: responses(
          'azureResponses',
          "The same at the path of Azure OpenAI's clients; `api-version` is not read.",
        ),
      },
      '/v1/models': {
        get: {
          operationId: 'models',
          summary: 'The default model, the fallbacks, the assistants, the embedding model.',
          responses: { 200: answer('The models.', 'ModelList'), ...errors() },
        },
      },
      '/v1/models/{id}': {
        get: {
          operationId: 'model',
          summary: 'One of the models.',
          parameters: [pathParameter('id')],
          responses: {
            200: answer('The model.', 'Model'),
            404: answer('`model_not_found`', 'Error', { 'x-should-retry': inVain }),
            ...errors(),
          },
        },
      },
      '/v1/jobs': {
        post: {
          operationId: 'createJob',
          summary: 'Puts a request on the queue.',
          parameters: [
            header('Idempotency-Key', 'The same key with the same request gives the same job.', {
              type: 'string',
              pattern: '^[\\x21-\\x7e]{1,255}$',
            }),
            conversation,
          ],
          requestBody: jsonBody('ChatCompletionRequest'),
          responses: {
            202: answer('The job, as it stands.', 'Job', {
              location: { description: 'Where to read it.', schema: { type: 'string' } },
              'retry-after': seconds,
            }),
            ...errors('body', 'acceptance', 'storage'),
          },
        },
      },
      '/v1/jobs/{id}': {
        get: {
          operationId: 'getJob',
          summary: 'A job as it stands; one that failed too is a 200.',
          parameters: [pathParameter('id')],
          responses: {
            200: answer('The job.', 'Job', { 'retry-after': seconds }),
            ...errors('job', 'storage'),
          },
        },
      },
      '/v1/openapi.json': {
        get: {
          operationId: 'openapi',
          summary: 'This document.',
          responses: {
            200: {
              description: 'OpenAPI 3.1.',
              content: { 'application/json': { schema: { type: 'object' } } },
            },
            ...errors(),
          },
        },
      },
      '/health': {
        get: {
          operationId: 'health',
          summary: 'Whether the worker is up and configured.',
          security: [],
          responses: { 200: answer('It is.', 'Health'), ...errors() },
        },
      },
    }),
    components: {
      schemas,
      securitySchemes,
    },
  };
}
