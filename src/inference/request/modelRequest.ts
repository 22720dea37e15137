import type { InferenceConfig } from '../../config.ts';
import type { Asked } from './asked.ts';
import type { ChatRequest } from './chatRequest.ts';
import { givenFields } from './givenFields.ts';

type Message = ChatRequest['messages'][number];

/** Fields that the body for the model has in another form than the request. */
const changed: ReadonlySet<string> = new Set([
  'messages',
  'max_tokens',
  'max_completion_tokens',
  'metadata',
  'stop',
  'seed',
  'stream',
  'stream_options',
]);

/** The body for the model: the caller's fields without nulls, with our model, instructions and output limit. */
export function toModelRequest(
  asked: Asked,
  model: string,
  config: InferenceConfig,
): Record<string, unknown> {
  const { request } = asked;
  const { messages, metadata, stop, seed } = request;
  const prompt = promptFor(asked, config);
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request)) {
    if (value != null && !changed.has(name)) body[name] = value;
  }
  body.model = model;
  const sent = messages.map(toModelMessage);
  body.messages = prompt === undefined ? sent : [{ role: 'system', content: prompt }, ...sent];
  body[maxTokensName(config.endpoint)] = maxTokens(request, config);
  if (stop) body.stop = stop;
  if (seed != null) body.seed = Math.min(seed, largestSeed);
  if (metadata != null && request.store === true) body.metadata = metadata;
  if (request.stream === true) {
    body.stream = true;
    // Usage is always requested: a span without tokens has no cost.
    body.stream_options = { ...request.stream_options, include_usage: true };
  }
  return body;
}

/** The fields of the model's body that come from the caller, by the names that the model knows; an assistant's tools are ours. */
export function callersFields({ request, step }: Asked): ReadonlySet<string> {
  const names = givenFields(request);
  if (names.has('max_tokens') || names.has('max_completion_tokens')) {
    names.add('max_tokens').add('max_completion_tokens');
  }
  for (const ours of step === undefined ? ['model'] : ['model', 'tools', 'tool_choice']) {
    names.delete(ours);
  }
  return names;
}

/** The largest number that is a 64-bit integer: 2^63 - 1 itself rounds up to 2^63, which is too large. */
const largestSeed = 2 ** 63 - 1_024;

/** The output limit to send: the caller's, capped at ours. */
export function maxTokens(request: ChatRequest, config: InferenceConfig): number {
  const wish = request.max_completion_tokens ?? request.max_tokens ?? config.maxOutputTokens;
  return Math.min(wish, config.maxOutputTokens);
}

/**
 * Azure and OpenAI take `max_completion_tokens` (their reasoning models only that); other servers know the
 * older name.
 */
function maxTokensName(endpoint: string): string {
  return knowNewName.test(endpoint) ? 'max_completion_tokens' : 'max_tokens';
}

/** Of an endpoint as the configuration gives it: parsing it with each call would cost more than the rest of the body. */
const knowNewName = /^https?:\/\/([^/]+\.)?(azure|openai)\.com(:\d+)?(\/|$)/;

/** Our instructions: an assistant's, else our system prompt unless the caller sends its own. */
export function promptFor(
  { request: { messages }, step }: Asked,
  { systemPrompt }: InferenceConfig,
): string | undefined {
  if (step !== undefined) return step.instructions;
  const sendsOwn = messages.some(({ role }) => role === 'system' || role === 'developer');
  return sendsOwn ? undefined : systemPrompt;
}

function toModelMessage(message: Message): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message)) {
    if (value != null && !(name === 'name' && value === '')) given[name] = value;
  }
  return given;
}
