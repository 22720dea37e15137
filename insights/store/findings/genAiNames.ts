const of = (prefix: string, names: string) =>
  names.split(' ').map((name) => `gen_ai.${prefix}${name}`);

/**
 * Attributes of OpenTelemetry's conventions for generative AI, older names that are still sent among them:
 * https://github.com/open-telemetry/semantic-conventions-genai (model/gen-ai) and
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/. `client.operation.*`, `execute_tool.duration` and
 * `usage.total_tokens` are Vercel's and Traceloop's own.
 */
export const genAiNames: ReadonlySet<string> = new Set([
  ...of('', 'completion prompt system system_instructions'),
  ...of('agent.', 'description id name version'),
  ...of('client.operation.', 'duration time_per_output_chunk time_to_first_chunk'),
  ...of('conversation.', 'id compacted'),
  ...of('execute_tool.', 'duration'),
  ...of('', 'data_source.id embeddings.dimension.count prompt.name provider.name operation.name'),
  ...of('evaluation.', 'explanation name score.label score.value'),
  ...of('', 'input.messages output.messages output.type workflow.name'),
  ...of('memory.', 'query.text record.count record.id records store.id'),
  ...of('openai.request.', 'response_format seed service_tier'),
  ...of('openai.response.', 'service_tier system_fingerprint'),
  ...of('request.', 'choice.count encoding_formats frequency_penalty max_tokens model'),
  ...of('request.', 'presence_penalty seed stop_sequences stream temperature top_k top_p'),
  ...of('response.', 'finish_reasons id model time_to_first_chunk'),
  ...of('retrieval.', 'documents query.text'),
  ...of('token.', 'cache modality phase type'),
  ...of('tool.', 'call.arguments call.id call.result definitions description name type'),
  ...of('usage.', 'cache_creation.input_tokens cache_read.input_tokens completion_tokens'),
  ...of('usage.', 'input_tokens output_tokens prompt_tokens reasoning.output_tokens total_tokens'),
  ...of('usage.', 'audio.input_tokens audio.output_tokens image.input_tokens'),
  ...of('usage.', 'text.input_tokens text.output_tokens video.input_tokens'),
]);
