import { answer, conversation, errors, jsonBody, rateLimits, requestId } from './parts.ts';
import { ref, type SchemaName } from './schemas.ts';
import type { Operation } from './withRefusedKeys.ts';

/** One completion, at `v1/chat/completions` and Azure's path. */
export function chatCompletions(
  operationId: string,
  summary: string,
  ...inPath: object[]
): Operation {
  return {
    operationId,
    summary,
    parameters: [...inPath, conversation],
    requestBody: jsonBody('ChatCompletionRequest'),
    responses: mayStream(
      'The completion',
      'ChatCompletion',
      'Each `data:` is a ChatCompletionChunk, or an Error after which nothing comes; the last is `[DONE]`.',
    ),
  };
}

/** A response, at `v1/responses` and Azure's path. */
export function responses(operationId: string, summary: string): Operation {
  return {
    operationId,
    summary,
    parameters: [conversation],
    requestBody: jsonBody('ResponsesRequest'),
    responses: mayStream(
      'The response',
      'Response',
      "OpenAI's typed events; a failure is `error`, then `response.failed`. There is no `[DONE]`.",
    ),
  };
}

/** Embeddings, at `v1/embeddings` and Azure's path. */
export function embeddings(operationId: string, summary: string, ...inPath: object[]): Operation {
  return {
    operationId,
    summary,
    parameters: [...inPath, conversation],
    requestBody: jsonBody('EmbeddingsRequest'),
    responses: {
      200: answer('The embeddings.', 'Embeddings', rateLimits),
      ...errors('body', 'model', 'limit', 'storage'),
    },
  };
}

/** The answers of an operation that also gives events. */
function mayStream(what: string, name: SchemaName, events: string): Operation['responses'] {
  return {
    200: {
      description: `${what}; with \`stream: true\` server-sent events.`,
      headers: { 'x-request-id': requestId, ...rateLimits },
      content: {
        'application/json': { schema: ref(name) },
        'text/event-stream': { schema: { type: 'string', description: events } },
      },
    },
    ...errors('body', 'model', 'limit', 'storage'),
  };
}
