/**
 * A program that compiles when the types of our document (`./openapi.d.ts`) and openai's stand for each other, but for the
 * fields that it names with a reason: a field more or less that differs is an error.
 */
export const bothWays = `
import type OpenAI from 'openai';
import type { components, paths } from './openapi.d.ts';

type Ours = components['schemas'];

/** Fields of To that From cannot fill. */
type Unlike<From, To> = {
  [K in keyof To]-?: K extends keyof From
    ? From[K] extends To[K] ? never : K
    : {} extends Pick<To, K> ? never : K;
}[keyof To];
type Same<A, B> = [A, B] extends [B, A] ? true : { found: A };
type Item<T> = NonNullable<T> extends readonly (infer E)[] ? E : never;
/** We take null for "absent" everywhere, openai's types name it for some fields only. */
type WithoutNull<T> = T extends (infer E)[] ? WithoutNull<E>[]
  : T extends object ? { [K in keyof T]: WithoutNull<Exclude<T[K], null>> } : T;

// --- Answers: what they may say, ours may say as well.
declare const theirs: {
  completion: OpenAI.ChatCompletion;
  usage: OpenAI.CompletionUsage;
  call: OpenAI.ChatCompletionMessageToolCall;
  streamedCall: OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall;
  model: OpenAI.Model;
};
type Choice = Ours['ChatCompletion']['choices'][number];
type Usage = NonNullable<Ours['ChatCompletion']['usage']>;
type Chunk = Ours['ChatCompletionChunk'];
type ChunkChoice = Chunk['choices'][number];
type StreamedCall = Item<ChunkChoice['delta']['tool_calls']>;
const completion: Ours['ChatCompletion'] = theirs.completion;
const usage: Usage = theirs.usage;
const call: Item<Choice['message']['tool_calls']> = theirs.call;
const streamedCall: StreamedCall = theirs.streamedCall;
const model: Ours['Model'] = theirs.model;
// Only an assistant answers.
const chunk: Same<Unlike<Omit<OpenAI.ChatCompletionChunk.Choice.Delta, 'role'>, ChunkChoice['delta']>, never> = true;
const chunkRole: Same<Unlike<OpenAI.ChatCompletionChunk.Choice.Delta, ChunkChoice['delta']>, 'role'> = true;
const chunkChoices: Same<Unlike<OpenAI.ChatCompletionChunk.Choice, ChunkChoice>, 'delta'> = true;
const chunks: Same<Unlike<OpenAI.ChatCompletionChunk, Chunk>, 'choices'> = true;
// Ours are the types and codes of one table.
const errorBack: Same<Unlike<OpenAI.ErrorObject, Ours['ErrorObject']>, 'type' | 'code'> = true;

// --- Answers: what ours say, openai's types take.
declare const ours: {
  call: Item<Choice['message']['tool_calls']>;
  reason: NonNullable<Choice['finish_reason']>;
  model: Ours['Model'];
  error: Ours['Error']['error'];
  logprobs: WithoutNull<ChunkChoice['logprobs']>;
};
const callBack: OpenAI.ChatCompletionMessageToolCall = ours.call;
const reason: OpenAI.ChatCompletion.Choice['finish_reason'] = ours.reason;
const modelBack: OpenAI.Model = ours.model;
const error: OpenAI.ErrorObject = ours.error;
// What a model leaves out or calls null is not made up: reason, text, refusal, probabilities, calls, counts of tokens.
const completions: Same<Unlike<Ours['ChatCompletion'], OpenAI.ChatCompletion>, 'choices' | 'usage'> = true;
const choices: Same<Unlike<Choice, OpenAI.ChatCompletion.Choice>, 'finish_reason' | 'logprobs' | 'message'> = true;
const messages: Same<Unlike<Choice['message'], OpenAI.ChatCompletionMessage>, 'content' | 'refusal' | 'tool_calls'> = true;
const filled: Same<Unlike<WithoutNull<Required<Choice['message']>>, OpenAI.ChatCompletionMessage>, never> = true;
const counts: Same<Unlike<WithoutNull<Required<Usage>>, OpenAI.CompletionUsage>, never> = true;
const chunkFields: Same<Unlike<Chunk, OpenAI.ChatCompletionChunk>, 'choices' | 'usage'> = true;
const choiceFields: Same<Unlike<ChunkChoice, OpenAI.ChatCompletionChunk.Choice>, 'delta' | 'finish_reason' | 'logprobs'> = true;
const deltaFields: Same<Unlike<ChunkChoice['delta'], OpenAI.ChatCompletionChunk.Choice.Delta>, 'role' | 'tool_calls'> = true;
const deltaFilled: Same<Unlike<WithoutNull<ChunkChoice['delta']>, OpenAI.ChatCompletionChunk.Choice.Delta>, never> = true;

// --- Requests: what they may ask, ours may ask as well.
type Request = Ours['ChatCompletionRequest'];
type Params = OpenAI.ChatCompletionCreateParams;
declare const asked: Omit<Params, 'messages' | 'modalities' | 'n'>;
const request: Omit<Request, 'messages' | 'modalities' | 'n'> = asked;
// One answer, in text; no messages of the function calls that tool calls have replaced.
const refused: Same<Unlike<Params, Request>, 'messages' | 'modalities' | 'n'> = true;
type Message = OpenAI.ChatCompletionMessageParam;
type TheirTurn = Extract<Message, { role: 'assistant' }>;
type OurTurn = Extract<Request['messages'][number], { role: 'assistant' }>;
declare const said: (Exclude<Message, { role: 'function' | 'assistant' }> | Omit<TheirTurn, 'function_call'>)[];
const history: Request['messages'] = said;
const turn: Same<Unlike<TheirTurn, OurTurn>, 'function_call'> = true;

// --- Requests: what ours may ask, openai's types take.
type Given = WithoutNull<Request>;
// There a stream is asked for by another type. The model may be left out, what has a word of a model's own takes any short word, and parts that are passed on any field.
type Words = 'prompt_cache_options' | 'prompt_cache_retention' | 'reasoning_effort' | 'service_tier' | 'verbosity' | 'tool_choice';
const wider: Same<Unlike<Given, Params>, 'model' | 'messages' | 'stream' | Words> = true;
declare const given: Omit<Given, Words | 'model' | 'messages'>;
const params: Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, Words | 'model' | 'messages' | 'stream'> = given;
const stream: Params['stream'] = given.stream;
const byName: Params['tool_choice'] = {} as Exclude<NonNullable<Given['tool_choice']>, { type: 'allowed_tools' }>;
type Turn<R> = Extract<Given['messages'][number], { role: R }>;
const plain: Message[] = [] as Turn<'system' | 'developer' | 'tool'>[];
// An image's detail and a sound's format are the model's words; a sound's data is read by the model alone.
type Part = Exclude<Item<Turn<'user'>['content']>, { type: 'image_url' | 'input_audio' }>;
const parts: OpenAI.ChatCompletionContentPart[] = [] as Part[];
const question: Same<Unlike<Turn<'user'>, Extract<Message, { role: 'user' }>>, 'content'> = true;
// A call without arguments is one with "".
const ourTurn: Same<Unlike<Turn<'assistant'>, TheirTurn>, 'tool_calls'> = true;

// --- What the platform answers.
const noKey: paths['/v1/chat/completions']['post']['responses'][401]['content'] = undefined;
`;
