import type { InputContent, Part } from '../../telemetry/content/content.ts';
import { toBlob, toImage, toRefusal, toTextPart, toToolCall } from '../contentParts.ts';
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
    tools: (tools ?? []).map(toTool),
  };
}

function toTool(tool: NonNullable<ChatRequest['tools']>[number]): object {
  const { type } = tool;
  if (type === 'custom') {
    const { name, description } = tool.custom;
    return { type, name, description: description ?? undefined };
  }
  const { name, description, parameters } = tool.function;
  return {
    type,
    name,
    description: description ?? undefined,
    parameters: parameters ?? undefined,
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
    if (part.type === 'file') return toFile(part.file);
    if (part.type === 'input_audio') return toAudio(part.input_audio);
    return toImage(part.image_url.url);
  });
}

function toFile(file: unknown): Part {
  const { file_id, file_data } = (file ?? {}) as { file_id?: unknown; file_data?: unknown };
  const blob = typeof file_data === 'string' ? toBlob('document', file_data) : undefined;
  return blob ?? { type: 'file', modality: 'document', file_id: ifText(file_id) };
}

function toAudio(audio: unknown): Part {
  const { data, format } = (audio ?? {}) as { data?: unknown; format?: unknown };
  const mime_type = typeof format === 'string' ? `audio/${format}` : undefined;
  return { type: 'blob', modality: 'audio', mime_type, content: ifText(data) };
}

function ifText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
