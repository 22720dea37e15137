import { type ErrorCode, errorCodes, errorsWhere, maySucceedLater } from '../src/errors.ts';
import { embeddingsRequest } from '../src/inference/embeddings/embeddingsRequest.ts';
import { chatRequest } from '../src/inference/request/chatRequest.ts';
import { responsesRequest } from '../src/inference/responses/responsesRequest.ts';
import { callersName } from '../src/values/forms.ts';
import { chunk, completion, response } from './openapi/answers.ts';
import { type Schema, toSchema } from './openapi/toSchema.ts';
import { type Operation, withRefusedKeys } from './openapi/withRefusedKeys.ts';

const requestId = {
  description: 'The function invocation ID: the session ID of the call in Application Insights.',
  schema: { type: 'string', format: 'uuid' },
};

const schemas = {
  ChatCompletionRequest: describe(toSchema(chatRequest, 'input'), {
    model:
      'One of GET /v1/models, an assistant among them; absent: the default, with all fallbacks.',
    tools: 'Passed through; refused for an assistant, which has its own.',
    messages: 'At most 2,048; keys inside them that are not here are dropped.',
    max_completion_tokens: 'Lowered to MAX_OUTPUT_TOKENS.',
    max_tokens: 'The older name of max_completion_tokens.',
    stream: 'Server-sent events instead of one answer; not for jobs.',
    metadata: 'At most 16 pairs; passed on with `store` only.',
  }),
  ChatCompletion: toSchema(completion, 'output'),
  ChatCompletionChunk: toSchema(chunk, 'output'),
  ResponsesRequest: describe(toSchema(responsesRequest, 'input'), {
    model:
      'One of GET /v1/models, an assistant among them; absent: the default, with all fallbacks.',
    input: 'A text, or at most 2,048 items.',
    max_output_tokens: 'Lowered to MAX_OUTPUT_TOKENS, which is also the default.',
    background: 'false only: v1/jobs takes chat requests.',
  }),
  Response: toSchema(response, 'output'),
  Model: object({
    id: { type: 'string' },
    object: { const: 'model' },
    created: { type: 'integer' },
    owned_by: { type: 'string' },
  }),
  ModelList: object({ object: { const: 'list' }, data: { type: 'array', items: ref('Model') } }),
  Job: object(
    {
      id: { type: 'string', pattern: callersName.source },
      object: { const: 'job' },
      status: { enum: ['queued', 'succeeded', 'failed'] },
      created_at: unixTime(),
      completed_at: unixTime(),
      completion: ref('ChatCompletion'),
      error: ref('ErrorObject'),
      session_id: {
        type: 'string',
        description: 'Session of the invocation that made the result, in Application Insights.',
      },
    },
    ['id', 'object', 'status', 'created_at'],
  ),
  Health: object({
    status: { const: 'ok' },
    version: { type: 'string' },
    model: { type: 'string', description: 'The default model.' },
    telemetry: object({
      state: { enum: ['exporting', 'dark'] },
      droppedSpans: { type: 'integer', minimum: 0 },
    }),
  }),
  ErrorObject: object({
    message: { type: 'string' },
    type: { enum: ['invalid_request_error', 'rate_limit_error', 'server_error'] },
    param: { type: ['string', 'null'], description: 'Path of the field that is wrong.' },
    code: { enum: Object.keys(errorCodes) },
  }),
  Error: object({ error: ref('ErrorObject') }),
  EmbeddingsRequest: describe(toSchema(embeddingsRequest, 'input'), {
    input: 'A text, texts, tokens or lists of tokens; at most 2,048 inputs, and 300,000 tokens.',
    model: 'The embedding model, the last of GET /v1/models, or absent.',
  }),
  Embeddings: object(
    {
      object: { type: 'string' },
      data: { type: 'array', items: ref('Embedding') },
      model: { type: 'string' },
      usage: { type: ['object', 'null'], properties: { prompt_tokens: { type: 'integer' } } },
    },
    ['data', 'model'],
  ),
  Embedding: object({
    index: { type: 'integer' },
    embedding: {
      type: ['array', 'string'],
      items: { type: 'number' },
      description: 'Numbers, or 32-bit floats in base64.',
    },
  }),
};

/** The OpenAPI 3.1 document of the HTTP API: requests and answers from the schemas that check them, errors from their table. */
export function createOpenApi(version: string): object {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Callspan',
      version,
      description: "Generative-AI inference in OpenAI's wire format, and jobs of it.",
    },
    servers: [{ url: '/api' }],
    security: [{ functionKey: [] }],
    paths: withRefusedKeys({
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
      securitySchemes: {
        functionKey: {
          type: 'apiKey',
          in: 'header',
          name: 'x-functions-key',
          description: 'A function key; none is asked locally.',
        },
      },
    },
  };
}

function chatCompletions(operationId: string, summary: string, ...inPath: object[]): Operation {
  return {
    operationId,
    summary,
    parameters: [...inPath, conversation],
    requestBody: jsonBody('ChatCompletionRequest'),
    responses: {
      200: {
        description: 'The completion; with `stream: true` server-sent events.',
        headers: { 'x-request-id': requestId },
        content: {
          'application/json': { schema: ref('ChatCompletion') },
          'text/event-stream': {
            schema: {
              type: 'string',
              description:
                'Each `data:` is a ChatCompletionChunk, or an Error after which nothing comes; the last is `[DONE]`.',
            },
          },
        },
      },
      ...errors('body', 'model'),
    },
  };
}

function embeddings(operationId: string, summary: string, ...inPath: object[]): Operation {
  return {
    operationId,
    summary,
    parameters: [...inPath, conversation],
    requestBody: jsonBody('EmbeddingsRequest'),
    responses: { 200: answer('The embeddings.', 'Embeddings'), ...errors('body', 'model') },
  };
}

function responses(operationId: string, summary: string): Operation {
  return {
    operationId,
    summary,
    parameters: [conversation],
    requestBody: jsonBody('ResponsesRequest'),
    responses: {
      200: {
        description: 'The response; with `stream: true` server-sent events.',
        headers: { 'x-request-id': requestId },
        content: {
          'application/json': { schema: ref('Response') },
          'text/event-stream': {
            schema: {
              type: 'string',
              description:
                "OpenAI's typed events; a failure is `error`, then `response.failed`. There is no `[DONE]`.",
            },
          },
        },
      },
      ...errors('body', 'model'),
    },
  };
}

function pathParameter(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

const inVain = {
  description: 'Where another try cannot help.',
  schema: { const: 'false' },
};

const seconds = { description: 'Seconds to wait.', schema: { type: 'string', pattern: '^\\d+$' } };

const conversation = header('x-conversation-id', 'Becomes gen_ai.conversation.id in telemetry.', {
  type: 'string',
  pattern: callersName.source, // the same characters
});

function header(name: string, description: string, schema: Schema): object {
  return { name, in: 'header', required: false, description, schema };
}

function jsonBody(name: keyof typeof schemas): object {
  return { required: true, content: { 'application/json': { schema: ref(name) } } };
}

function answer(description: string, name: keyof typeof schemas, headers: object = {}): object {
  return {
    description,
    headers: { 'x-request-id': requestId, ...headers },
    content: { 'application/json': { schema: ref(name) } },
  };
}

/** An answer for each status of the errors that can occur there. */
function errors(
  ...places: readonly (typeof errorCodes)[ErrorCode]['at'][]
): Record<string, object> {
  const codes = errorsWhere(({ at }) => at === 'anywhere' || places.includes(at));
  const byStatus = Object.groupBy(codes, (code) => `${errorCodes[code].status}`);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, those = []]) => [
      status,
      answer(those.map((code) => `\`${code}\``).join(', '), 'Error', {
        ...((status === '429' || status === '503') && { 'retry-after': seconds }),
        ...(those.some((code) => !maySucceedLater(code)) && { 'x-should-retry': inVain }),
      }),
    ]),
  );
}

/** Adds a sentence to some of an object's fields. */
function describe(schema: Schema, descriptions: Readonly<Record<string, string>>): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const description = descriptions[name];
    return [name, description === undefined ? property : { ...property, description }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function object(properties: Schema, required: readonly string[] = Object.keys(properties)): Schema {
  return { type: 'object', properties, required };
}

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function unixTime(): Schema {
  return { type: 'integer', description: 'Unix seconds.' };
}
