import { checkBounds } from '../../receive/boundedJson.ts';
import { type Fields, fields, list, text } from '../../receive/untrusted.ts';

/** A message in the conventions' JSON: https://github.com/open-telemetry/semantic-conventions-genai (model/gen-ai, messages). */
export interface Message {
  readonly role: string;
  readonly parts: readonly unknown[];
  readonly finish_reason?: string;
}

/**
 * A message as model APIs and SDKs write it (OpenAI's, Anthropic's, Google's, the AI SDK's) in the conventions' form. A part of a kind
 * that is not known stays as it is.
 */
export function toMessage(value: unknown, otherwise: string): Message {
  if (typeof value !== 'object' || value === null) {
    return { role: otherwise, parts: toParts(value) };
  }
  const message = fields(value);
  const role = text(message.role) ?? otherwise;
  const reason = text(message.finish_reason);
  const end = reason === undefined ? {} : { finish_reason: reason };
  if (role === 'tool' && !Array.isArray(message.content) && !Array.isArray(message.parts)) {
    const response = message.content ?? null;
    const id = text(message.tool_call_id) ?? text(message.id);
    return { role, parts: [{ type: 'tool_call_response', id, response }], ...end };
  }
  const thought = text(message.reasoning_content) ?? text(message.reasoning);
  const parts = [
    ...(thought ? [{ type: 'reasoning', content: thought }] : []),
    ...toParts(message.parts ?? message.content ?? message.contents),
    ...(text(message.refusal) ? [{ type: 'refusal', content: message.refusal }] : []),
    ...[...list(message.tool_calls), ...list(message.toolCalls)].map(toToolCall),
    ...(message.function_call ? [toToolCall({ function: message.function_call })] : []),
  ];
  const isKnown = ['content', 'contents', 'parts', 'role', 'tool_calls'].some(
    (name) => name in message,
  );
  return { role, parts: parts.length === 0 && !isKnown ? [value] : parts, ...end };
}

/** The parts of a content: a text, a list of texts and parts, or nothing. */
function toParts(content: unknown): readonly unknown[] {
  if (content === undefined || content === null) return [];
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', content }];
  return (Array.isArray(content) ? content : [content]).map(toPart);
}

function toPart(value: unknown): unknown {
  if (typeof value === 'string') return { type: 'text', content: value };
  const part = fields(value);
  const said = text(part.text) ?? text(part.content);
  switch (text(part.type)) {
    case undefined:
      return said === undefined ? value : { type: 'text', content: said };
    case 'text':
    case 'input_text':
    case 'output_text':
      return { type: 'text', content: said ?? '' };
    case 'reasoning':
    case 'thinking':
      return { type: 'reasoning', content: said ?? text(part.thinking) ?? '' };
    case 'tool-call':
    case 'tool_use':
    case 'function_call':
      return toToolCall(part);
    case 'tool-result':
    case 'tool_result': {
      const response = part.output ?? part.result ?? part.content;
      const isWrapped = /^(?:text|json)$/.test(text(fields(response).type) ?? '');
      return {
        type: 'tool_call_response',
        id: text(part.toolCallId) ?? text(part.tool_use_id),
        response: isWrapped ? fields(response).value : response,
      };
    }
    case 'image':
    case 'file':
      return toMedia(part);
    default:
      return value;
  }
}

function toToolCall(value: unknown): unknown {
  const call = fields(value);
  const asked = fields(call.function);
  return {
    type: 'tool_call',
    id: text(call.id) ?? text(call.toolCallId) ?? text(call.call_id),
    name: text(asked.name) ?? text(call.name) ?? text(call.toolName),
    arguments: parsed(
      asked.arguments ?? call.arguments ?? call.input ?? call.args ?? asked.parameters,
    ),
  };
}

function toMedia(part: Fields): unknown {
  const source = fields(part.source);
  const type = text(part.mediaType) ?? text(part.mimeType) ?? text(source.media_type) ?? '';
  const modality = type.split('/')[0] || (part.type === 'image' ? 'image' : 'file');
  const data = part.image ?? part.data ?? part.url ?? source.data ?? source.url;
  const inside = fields(fields(data).image).url ?? fields(data).url ?? data;
  const where = text(inside);
  if (where === undefined) return part;
  return /^(?:[a-z]+:\/\/|data:)/i.test(where)
    ? { type: 'uri', modality, uri: where }
    : { type: 'blob', modality, content: where };
}

/** What JSON says, else the text itself: also of JSON that is too deep to be walked by recursion. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    checkBounds(Buffer.from(value));
    return JSON.parse(value);
  } catch {
    return value;
  }
}
