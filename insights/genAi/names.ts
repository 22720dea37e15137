/**
 * Other names of attributes of OpenTelemetry's conventions for generative AI, in the order in which they are looked for. Sources:
 * - older versions of the conventions: https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ (deprecated);
 * - `llm.*`, `embedding.*`, `tool.*`: https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md;
 * - `ai.*`: https://ai-sdk.dev/docs/ai-sdk-core/telemetry;
 * - `llm.request.*`, `llm.usage.*`, `traceloop.*`: `@traceloop/ai-semantic-conventions`;
 * - `langfuse.*`: https://langfuse.com/integrations/native/opentelemetry.
 */
export const otherNames: Readonly<Record<string, readonly string[]>> = {
  'gen_ai.provider.name': ['gen_ai.system', 'llm.provider', 'llm.system', 'ai.model.provider'],
  'gen_ai.request.model': [
    'llm.model_name',
    'embedding.model_name',
    'ai.model.id',
    'langfuse.observation.model.name',
    'llm.request.model',
  ],
  'gen_ai.response.model': ['ai.response.model', 'llm.response.model'],
  'gen_ai.response.id': ['ai.response.id'],
  'gen_ai.response.time_to_first_chunk': ['gen_ai.client.operation.time_to_first_chunk'],
  'gen_ai.request.reasoning.level': ['gen_ai.openai.request.reasoning_effort'],
  'gen_ai.conversation.id': [
    'langfuse.session.id',
    'traceloop.association.properties.session_id',
    'ai.telemetry.metadata.sessionId',
  ],
  'gen_ai.usage.input_tokens': [
    'gen_ai.usage.prompt_tokens',
    'gen_ai.response.prompt_tokens',
    'llm.token_count.prompt',
    'ai.usage.inputTokens',
    'ai.usage.promptTokens',
    'ai.usage.tokens',
    'llm.usage.prompt_tokens',
  ],
  'gen_ai.usage.output_tokens': [
    'gen_ai.usage.completion_tokens',
    'gen_ai.response.completion_tokens',
    'llm.token_count.completion',
    'ai.usage.outputTokens',
    'ai.usage.completionTokens',
    'llm.usage.completion_tokens',
  ],
  'gen_ai.usage.cache_read.input_tokens': [
    'gen_ai.usage.cache_read_input_tokens',
    'llm.token_count.prompt_details.cache_read',
    'ai.usage.cachedInputTokens',
    'ai.usage.inputTokenDetails.cacheReadTokens',
  ],
  'gen_ai.usage.reasoning.output_tokens': [
    'gen_ai.usage.reasoning_tokens',
    'llm.token_count.completion_details.reasoning',
    'ai.usage.reasoningTokens',
    'ai.usage.outputTokenDetails.reasoningTokens',
    'llm.usage.reasoning_tokens',
  ],
  'gen_ai.response.finish_reasons': [
    'ai.response.finishReason',
    'llm.finish_reason',
    'gen_ai.response.finish_reason',
    'gen_ai.completion.0.finish_reason',
    'llm.response.finish_reason',
  ],
  'gen_ai.request.stream': ['llm.is_streaming', 'gen_ai.is_streaming'],
  'gen_ai.agent.name': ['agent.name'],
  costUsd: ['llm.cost.total', 'gen_ai.usage.cost', 'gen_ai.cost.total_cost'],
};

/** The same for the run of a tool: on other spans some of these names mean something else. */
export const otherToolNames: Readonly<Record<string, readonly string[]>> = {
  'gen_ai.tool.name': [
    'tool.name',
    'ai.toolCall.name',
    'tool_call.function.name',
    'traceloop.entity.name',
  ],
  'gen_ai.tool.call.id': ['tool_call.id', 'ai.toolCall.id'],
  'gen_ai.tool.call.arguments': [
    'ai.toolCall.args',
    'tool_call.function.arguments',
    'langfuse.observation.input',
    'traceloop.entity.input',
    'input.value',
  ],
  'gen_ai.tool.call.result': [
    'ai.toolCall.result',
    'langfuse.observation.output',
    'traceloop.entity.output',
    'output.value',
  ],
};

/** JSON in an attribute that holds the parameters of a request, and the names of the conventions for those. */
export const parameters = {
  attributes: ['llm.invocation_parameters', 'langfuse.observation.model.parameters'],
  names: {
    'gen_ai.request.model': ['model'],
    'gen_ai.request.stream': ['stream'],
    'gen_ai.request.temperature': ['temperature'],
    'gen_ai.request.top_p': ['top_p'],
    'gen_ai.request.max_tokens': ['max_tokens', 'max_completion_tokens', 'max_output_tokens'],
    'gen_ai.request.reasoning.level': ['reasoning_effort'],
  },
} as const;

/** What names the operation of a span, and the operation of the conventions that it means. */
export const operationNames: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'openinference.span.kind',
    {
      LLM: 'chat',
      EMBEDDING: 'embeddings',
      TOOL: 'execute_tool',
      AGENT: 'invoke_agent',
      RETRIEVER: 'retrieval',
    },
  ],
  [
    'ai.operationId',
    {
      'ai.generateText.doGenerate': 'chat',
      'ai.streamText.doStream': 'chat',
      'ai.generateObject.doGenerate': 'chat',
      'ai.streamObject.doStream': 'chat',
      'ai.embed.doEmbed': 'embeddings',
      'ai.embedMany.doEmbed': 'embeddings',
      'ai.toolCall': 'execute_tool',
      'ai.generateText': 'invoke_agent',
      'ai.streamText': 'invoke_agent',
      'ai.generateObject': 'invoke_agent',
      'ai.streamObject': 'invoke_agent',
    },
  ],
  ['llm.request.type', { chat: 'chat', completion: 'text_completion', embedding: 'embeddings' }],
  ['traceloop.span.kind', { tool: 'execute_tool', agent: 'invoke_agent' }],
  [
    'langfuse.observation.type',
    {
      generation: 'chat',
      embedding: 'embeddings',
      tool: 'execute_tool',
      agent: 'invoke_agent',
      retriever: 'retrieval',
    },
  ],
];
