/**
 * Every attribute and metric name this app sends, in one place. GenAI:
 * https://github.com/open-telemetry/semantic-conventions-genai/tree/v0.1.0, but for the metrics of calls, whose older names
 * stay until the new ones are stable:
 * https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/gen-ai/gen-ai-metrics.md FaaS:
 * https://opentelemetry.io/docs/specs/semconv/faas/faas-spans/ Session:
 * https://opentelemetry.io/docs/specs/semconv/general/session/ `app.*` names are ours; some repeat names that
 * the Azure Monitor exporter drops.
 */
export const names = {
  sessionId: 'session.id',

  faasInvocationId: 'faas.invocation_id',
  faasName: 'faas.name',
  faasTrigger: 'faas.trigger',
  faasColdStart: 'faas.coldstart',

  operationName: 'gen_ai.operation.name',
  providerName: 'gen_ai.provider.name',
  system: 'gen_ai.system',
  conversationId: 'gen_ai.conversation.id',
  outputType: 'gen_ai.output.type',
  requestModel: 'gen_ai.request.model',
  requestMaxTokens: 'gen_ai.request.max_tokens',
  requestTemperature: 'gen_ai.request.temperature',
  requestTopP: 'gen_ai.request.top_p',
  requestStopSequences: 'gen_ai.request.stop_sequences',
  requestSeed: 'gen_ai.request.seed',
  requestPresencePenalty: 'gen_ai.request.presence_penalty',
  requestFrequencyPenalty: 'gen_ai.request.frequency_penalty',
  requestStream: 'gen_ai.request.stream',
  requestReasoningLevel: 'gen_ai.request.reasoning.level',
  requestEncodingFormats: 'gen_ai.request.encoding_formats',
  dimensionCount: 'gen_ai.embeddings.dimension.count',
  apiType: 'openai.api.type',
  responseId: 'gen_ai.response.id',
  responseModel: 'gen_ai.response.model',
  responseFinishReasons: 'gen_ai.response.finish_reasons',
  timeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cachedInputTokens: 'gen_ai.usage.cache_read.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  tokenType: 'gen_ai.token.type',

  agentId: 'gen_ai.agent.id',
  agentName: 'gen_ai.agent.name',
  agentDescription: 'gen_ai.agent.description',
  agentVersion: 'gen_ai.agent.version',
  toolName: 'gen_ai.tool.name',
  toolType: 'gen_ai.tool.type',
  toolDescription: 'gen_ai.tool.description',
  toolCallId: 'gen_ai.tool.call.id',

  // Content: only with content recording.
  systemInstructions: 'gen_ai.system_instructions',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  toolDefinitions: 'gen_ai.tool.definitions',
  toolArguments: 'gen_ai.tool.call.arguments',
  toolResult: 'gen_ai.tool.call.result',
  appRequest: 'app.request',

  serverAddress: 'server.address',
  serverPort: 'server.port',
  errorType: 'error.type',

  appCaller: 'app.caller',
  appJob: 'app.job',
  appLimit: 'app.limit',
  appOutcome: 'app.outcome',
  appJobOutcome: 'app.job.outcome',
  appErrorType: 'app.error.type',
  appFault: 'app.error.fault',
  appParam: 'app.error.param',
  appCause: 'app.cause',
  appServerAddress: 'app.server.address',
  appStatusCode: 'app.http.status_code',
  appAttempt: 'app.attempt',
  appModelRequestId: 'app.model_request_id',
  appPromptVersion: 'app.prompt.version',
  appStep: 'app.step',

  customMeasurements: 'microsoft.custom_measurements',
} as const;

/** Every metric. */
export const metricNames = {
  operationDuration: 'gen_ai.client.operation.duration',
  tokenUsage: 'gen_ai.client.token.usage',
  timeToFirstChunk: 'gen_ai.client.operation.time_to_first_chunk',
  agentDuration: 'gen_ai.invoke_agent.duration',
  agentModelCalls: 'gen_ai.invoke_agent.inference_calls',
  agentToolCalls: 'gen_ai.invoke_agent.tool_calls',
  toolDuration: 'gen_ai.execute_tool.duration',
  answerTokens: 'callspan.answer.tokens',
  cost: 'callspan.cost',
  jobs: 'callspan.jobs',
} as const;
