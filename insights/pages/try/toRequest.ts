import type { TryRequest } from '../../api.ts';
import { fields } from '../../view/messages/recorded.ts';
import { type Context, isPlain, isRemembered, type Message, type Turn } from './chat.ts';
import { asks, type Draft } from './draft.ts';
import { type Fields, optional, toLines, toNumber, toObject, WrongField } from './fields.ts';
import { apiOf } from './ways.ts';

/** What the receiver takes (insights/read/try/parseTry.ts), in bytes. */
const mostBytes = 1024 * 1024;

/** What a request is made of: what was said, and what is asked now. */
export interface Asking {
  readonly context: Context;
  readonly turns: readonly Turn[];
  readonly draft: Draft;
}

/** A request with all that was said before, or the sentence of what is wrong with a field. */
export function toRequest(asking: Asking): TryRequest | string {
  try {
    const { by, conversation } = asking.draft;
    if (!/^[A-Za-z0-9._:-]{0,128}$/.test(conversation)) {
      throw new WrongField('The conversation must be 1 to 128 of A-Z a-z 0-9 . _ : -');
    }
    const api = apiOf(asking.draft);
    const request = api ? toResponse(asking) : toCompletion(asking);
    const whole = { by, ...optional({ api, conversation: conversation || undefined }), request };
    const bytes = new TextEncoder().encode(JSON.stringify(whole)).length;
    if (bytes <= mostBytes) return whole;
    return 'All of it is larger than 1 MiB: begin a new chat, or leave the image out.';
  } catch (error) {
    if (error instanceof WrongField) return error.message;
    throw error;
  }
}

/** For `v1/chat/completions`: https://platform.openai.com/docs/api-reference/chat/create */
function toCompletion({ context, turns, draft }: Asking): Fields {
  const { system, model } = draft;
  return {
    ...toObject(draft.other, 'Other fields'),
    ...optional({
      model: model || undefined,
      temperature: toNumber(draft.temperature, 'Temperature'),
      top_p: toNumber(draft.topP, 'Top P'),
      max_completion_tokens: toNumber(draft.maxTokens, 'Max tokens'),
      seed: toNumber(draft.seed, 'Seed'),
      reasoning_effort: draft.effort.trim() || undefined,
      stop: toLines(draft.stop),
      response_format: toFormat(draft, (schema) => ({ json_schema: schema })),
    }),
    messages: [
      ...(system.trim() === '' ? [] : [{ role: 'system', content: system }]),
      ...toMessages({ context, turns, draft }, undefined),
    ],
  };
}

/** For `v1/responses`, which has neither seed nor stop: https://platform.openai.com/docs/api-reference/responses/create */
function toResponse({ context, turns, draft }: Asking): Fields {
  const other = toObject(draft.other, 'Other fields');
  const effort = draft.effort.trim();
  const format = toFormat(draft, (schema) => schema);
  return {
    ...other,
    ...optional({
      model: draft.model || undefined,
      instructions: draft.system.trim() === '' ? undefined : draft.system,
      temperature: toNumber(draft.temperature, 'Temperature'),
      top_p: toNumber(draft.topP, 'Top P'),
      max_output_tokens: toNumber(draft.maxTokens, 'Max tokens'),
      // These may hold more, which came with a call.
      reasoning: effort === '' ? undefined : { ...fields(other.reasoning), effort },
      text: format && { ...fields(other.text), format },
    }),
    input: toMessages({ context, turns, draft }, 'responses'),
  };
}

function toFormat(
  { format, schema }: Draft,
  place: (schema: Fields) => Fields,
): Fields | undefined {
  if (format === 'text') return undefined;
  if (format === 'json_object') return { type: format };
  if (schema.trim() === '') throw new WrongField('The JSON schema is empty.');
  const given = toObject(schema, 'The JSON schema');
  const isNamed = typeof given.name === 'string' && typeof given.schema === 'object';
  return { type: format, ...place(isNamed ? given : { name: 'answer', schema: given }) };
}

function toMessages({ context, turns, draft }: Asking, api: TryRequest['api']): Message[] {
  if (context.api !== api && !isPlain(context)) {
    const name = context.api === 'responses' ? 'Responses' : 'Chat completions';
    throw new WrongField(`The messages of the call are in a form that only ${name} takes.`);
  }
  const before = [
    ...context.messages,
    ...turns
      .filter(isRemembered)
      .flatMap(({ asked, run }) => [
        ...toQuestion(asked, api),
        { role: 'assistant', content: run.text },
      ]),
  ];
  const messages = [...before, ...toQuestion(draft, api)];
  if (messages.length === 0) throw new WrongField('The prompt is empty.');
  return messages;
}

/** The message of a user in the form of an API; none where nothing is asked. */
export function toQuestion(draft: Draft, api: TryRequest['api']): Message[] {
  const { prompt, image } = draft;
  if (!asks(draft)) return [];
  if (image === '') return [{ role: 'user', content: prompt }];
  const isResponse = api === 'responses';
  const text = { type: isResponse ? 'input_text' : 'text', text: prompt };
  const picture = isResponse
    ? { type: 'input_image', image_url: image }
    : { type: 'image_url', image_url: { url: image } };
  return [{ role: 'user', content: prompt.trim() === '' ? [picture] : [text, picture] }];
}
