import type { InputContent, Part } from '../../telemetry/content/content.ts';
import { toRefusal, toTextPart, toToolCall } from '../contentParts.ts';
import type { ChatRequest } from './chatRequest.ts';

type Message = ChatRequest['messages'][number];
type MessageContent = NonNullable<Message['content']>;

/**
 * A request as the GenAI conventions record content
 * (https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-input-messages.json).
 * `systemPrompt` is separate when ours is used; instructions that the caller sent are among the messages.
 */
export function toInputContent(
  { messages, tools }: ChatRequest,
  systemPrompt: string | undefined,
): InputContent {
  return {
    systemInstructions: systemPrompt === undefined ? [] : [toTextPart(systemPrompt)],
    messages: messages.map((message) => ({ role: message.role, parts: toParts(message) })),
    tools: (tools ?? []).map(({ type, function: { name, description, parameters } }) => ({
      type,
      name,
      description: description ?? undefined,
      parameters: parameters ?? undefined,
    })),
  };
}

function toParts(message: Message): Part[] {
  if (message.role === 'tool') {
    const response = message.content;
    return [{ type: 'tool_call_response', id: message.tool_call_id, response }];
  }
  const parts = message.content == null ? [] : fromContent(message.content);
  if (message.role !== 'assistant') return parts;
  return [
    ...parts,
    ...(message.refusal == null ? [] : [toRefusal(message.refusal)]),
    ...(message.tool_calls ?? []).map(toToolCall),
  ];
}

function fromContent(content: MessageContent): Part[] {
  if (typeof content === 'string') return [toTextPart(content)];
  return content.map((part) => {
    if (part.type === 'text') return toTextPart(part.text);
    if (part.type === 'refusal') return toRefusal(part.refusal);
    return toImage(part.image_url.url);
  });
}

function toImage(url: string): Part {
  const [, mime_type, content] = /^data:([^;,]*);base64,(.*)$/s.exec(url) ?? [];
  return content === undefined
    ? { type: 'uri', modality: 'image', uri: url }
    : { type: 'blob', modality: 'image', mime_type, content };
}
