import { otherNames } from '../../genAi/names.ts';

const of = (prefix: string, names: string) =>
  names.split(' ').map((name) => `gen_ai.${prefix}${name}`);

/**
 * Attributes of OpenTelemetry's conventions for generative AI, version 0.1.0 and what is added since
 * (https://github.com/open-telemetry/semantic-conventions-genai, docs/registry/attributes/gen-ai.md), and the older names that are
 * still sent: https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/.
 * `client.operation.*`, `execute_tool.duration` and `usage.total_tokens` are Vercel's and Traceloop's own.
 */
const conventions: ReadonlySet<string> = new Set([
  ...of('', 'completion prompt system system_instructions'),
  ...of('agent.', 'description id name version'),
  ...of('main_agent.', 'description id name'),
  ...of('client.operation.', 'duration time_per_output_chunk time_to_first_chunk'),
  ...of('conversation.', 'id compacted'),
  ...of('execute_tool.', 'duration'),
  ...of('', 'data_source.id embeddings.dimension.count provider.name operation.name'),
  ...of('evaluation.', 'explanation name score.label score.value'),
  ...of('', 'event.content input.messages output.messages output.type workflow.name'),
  ...of('memory.', 'query.text record.count record.id records store.id'),
  ...of('openai.request.', 'response_format seed service_tier'),
  ...of('openai.response.', 'service_tier system_fingerprint'),
  ...of('prompt.', 'name version'),
  ...of('request.', 'choice.count encoding_formats frequency_penalty max_tokens model'),
  ...of('request.', 'presence_penalty previous_response.id reasoning.level seed stop_sequences'),
  ...of('request.', 'stream stream_cursor temperature top_k top_p'),
  ...of('response.', 'finish_reasons id model status time_to_first_chunk'),
  ...of('retrieval.', 'documents query.text top_k'),
  ...of('skill.', 'description name resource.name source.uri'),
  ...of('token.', 'cache modality phase type'),
  ...of('tool.', 'call.arguments call.id call.result definitions description name type'),
  ...of('usage.', 'cache_creation.input_tokens cache_read.input_tokens cache_write.input_tokens'),
  ...of('usage.', 'completion_tokens input_tokens output_tokens prompt_tokens'),
  ...of('usage.', 'reasoning.output_tokens total_tokens video.input_tokens'),
  ...['audio', 'image', 'text'].flatMap((kind) =>
    of(`usage.${kind}.`, 'cache_read.input_tokens input_tokens output_tokens'),
  ),
]);

/** Names that are read under those of the conventions. */
const others: ReadonlySet<string> = new Set(Object.values(otherNames).flat());

/** Names with a number, or a name of the app's own, in them: a message of Traceloop's list, a variable of a prompt. */
const open = /^gen_ai\.(?:(?:prompt|completion)\.\d+|prompt\.variable)\./;

/** Whether a name that begins with `gen_ai.` is one of the conventions, now or before, or another that is read here. */
export function isGenAiName(name: string): boolean {
  return conventions.has(name) || others.has(name) || open.test(name);
}
