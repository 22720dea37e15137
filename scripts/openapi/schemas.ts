import { errorCodes } from '../../src/errors.ts';
import { embeddingsRequest } from '../../src/inference/embeddings/embeddingsRequest.ts';
import { chatRequest } from '../../src/inference/request/chatRequest.ts';
import { responsesRequest } from '../../src/inference/responses/responsesRequest.ts';
import { callersName } from '../../src/values/forms.ts';
import { chunk, completion, response } from './answers.ts';
import { type Schema, toSchema } from './toSchema.ts';

/** The schemas of the document, from those that check requests and answers. */
export const schemas = {
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

/** The name of one. */
export type SchemaName = keyof typeof schemas;

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

/** A reference to a schema. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function unixTime(): Schema {
  return { type: 'integer', description: 'Unix seconds.' };
}
