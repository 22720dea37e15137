import { AppError } from '../../errors.ts';
import type { Item, ResponsesRequest } from '../../inference/responses/responsesRequest.ts';
import { isRecord } from '../../values/isRecord.ts';

type Message = Record<string, unknown>;

/**
 * The items of a conversation as unchecked messages of a chat request: calls of tools that follow each other are one message's.
 * Throws `invalid_request` for an item that has no form there, with its place as `param`.
 */
export function toMessages(input: NonNullable<ResponsesRequest['input']>): readonly Message[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const messages: Message[] = [];
  for (const [at, item] of input.entries()) {
    const call = toToolCall(item);
    if (call === undefined) {
      const message = toMessage(item, `input[${at}]`);
      if (message !== undefined) messages.push(message);
      continue;
    }
    const last = messages.at(-1);
    if (last?.role === 'assistant') last.tool_calls = [...callsOf(last), call];
    else messages.push({ role: 'assistant', tool_calls: [call] });
  }
  return messages;
}

function callsOf({ tool_calls }: Message): readonly unknown[] {
  return Array.isArray(tool_calls) ? tool_calls : [];
}

function toToolCall({ type, call_id: id, name, ...item }: Item): object | undefined {
  if (type === 'function_call') {
    return { id, type: 'function', function: { name, arguments: item.arguments } };
  }
  if (type === 'custom_tool_call')
    return { id, type: 'custom', custom: { name, input: item.input } };
  return undefined;
}

/** Nothing for thoughts, which only the provider that had them can read. */
function toMessage(item: Item, place: string): Message | undefined {
  const { type, role, content, call_id, output } = item;
  switch (type ?? 'message') {
    case 'message':
      return { role, content: Array.isArray(content) ? toParts(content, place) : content };
    case 'function_call_output':
    case 'custom_tool_call_output':
      return {
        role: 'tool',
        tool_call_id: call_id,
        content: Array.isArray(output) ? toParts(output, place) : output,
      };
    case 'reasoning':
      return undefined;
    case 'item_reference':
      throw refusal(
        place,
        'an assistant keeps no items: set store: false in the client, so that it sends them',
      );
    default:
      throw refusal(place, 'an assistant takes no item of this type');
  }
}

function toParts(content: readonly unknown[], place: string): readonly object[] {
  return content.map((part, at) => {
    const {
      type,
      text,
      refusal: refused,
      image_url: url,
      detail,
      ...rest
    } = isRecord(part) ? part : {};
    if (typeof text === 'string') return { type: 'text', text };
    if (type === 'refusal') return { type, refusal: refused };
    if (type === 'input_image' && url != null)
      return { type: 'image_url', image_url: { url, detail } };
    if (type === 'input_file') {
      const { filename, file_data, file_id } = rest;
      return { type: 'file', file: { filename, file_data, file_id } };
    }
    if (type === 'input_audio') return { type, input_audio: rest.input_audio };
    throw refusal(`${place}.content[${at}]`, 'an assistant takes no part of this type');
  });
}

function refusal(param: string, why: string): AppError {
  return new AppError('invalid_request', `${param}: ${why}.`, { param });
}
