import type { ContentMessage, InputContent, Part } from '../../telemetry/content/content.ts';
import { isRecord } from '../../values/isRecord.ts';
import { toImage, toRefusal, toTextPart, toToolCall } from '../contentParts.ts';
import type { Item, ResponsesRequest } from './responsesRequest.ts';

/** A request as the GenAI conventions record content: items as messages, those without a form there by their type. */
export function toItemsContent(
  { input, instructions, tools }: ResponsesRequest,
  systemPrompt: string | undefined,
): InputContent {
  const given = systemPrompt ?? (instructions || undefined);
  return {
    systemInstructions: given === undefined ? [] : [toTextPart(given)],
    messages:
      typeof input === 'string'
        ? [{ role: 'user', parts: [toTextPart(input)] }]
        : (input ?? []).map(toMessage),
    tools: Array.isArray(tools) ? tools.filter(isRecord).map(toTool) : [],
  };
}

/** The output of a response as the parts of one message. */
export function toOutputParts(output: readonly Item[]): readonly Part[] {
  return output.flatMap((item) => toParts(item));
}

function toTool({ type, name, description, parameters }: Record<string, unknown>): object {
  return { type, name, description, parameters };
}

function toMessage(item: Item): ContentMessage {
  const isOutput = /_call_output$/.test(item.type ?? '');
  return { role: isOutput ? 'tool' : (item.role ?? 'assistant'), parts: toParts(item) };
}

function toParts(item: Item): readonly Part[] {
  const { type, call_id: id, name, content } = item;
  switch (type ?? 'message') {
    case 'message':
      return typeof content === 'string' ? [toTextPart(content)] : partsOf(content, fromPart);
    case 'function_call':
      return [toToolCall({ id, function: { name, arguments: item.arguments } })];
    case 'custom_tool_call':
      return [toToolCall({ id, custom: { name, input: item.input } })];
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ type: 'tool_call_response', id, response: item.output }];
    case 'reasoning':
      return partsOf(item.summary, ({ text }) => ({ type: 'reasoning', content: text }));
    default:
      return [{ type: `${type}` }];
  }
}

function partsOf(list: unknown, toPart: (part: Record<string, unknown>) => Part): readonly Part[] {
  return Array.isArray(list) ? list.filter(isRecord).map(toPart) : [];
}

function fromPart(part: Record<string, unknown>): Part {
  const { type, text, refusal, image_url: url } = part;
  if (typeof text === 'string') return toTextPart(text);
  if (typeof refusal === 'string') return toRefusal(refusal);
  if (typeof url === 'string') return toImage(url);
  return { type: `${type}`, file_id: part.file_id };
}
