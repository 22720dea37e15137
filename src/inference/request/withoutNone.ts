import type { ChatRequest } from './chatRequest.ts';

type Message = ChatRequest['messages'][number];

/**
 * A request without what typed clients write for "none": empty lists, and empty words where the model would choose. Nulls stay,
 * as the digests of jobs that were stored before are made with them.
 */
export function withoutNone(request: ChatRequest): ChatRequest {
  const hasNoTools = isEmptyList(request.tools);
  const isNone = (key: string, value: unknown) =>
    isEmptyList(value) ||
    (value === '' && words.has(key)) ||
    (hasNoTools && key === 'tool_choice' && (value === 'auto' || value === 'none')) ||
    (hasNoTools && key === 'parallel_tool_calls');
  const given = Object.entries(request).filter(([key, value]) => !isNone(key, value));
  return {
    ...(Object.fromEntries(given) as ChatRequest), // no required field is left out: there is a message
    messages: request.messages.map(toMessage),
  };
}

const words: ReadonlySet<string> = new Set([
  'reasoning_effort',
  'verbosity',
  'service_tier',
  'prompt_cache_retention',
]);

function toMessage(message: Message): Message {
  if (message.role !== 'assistant') {
    const isNone = message.content === null || isEmptyList(message.content);
    return isNone ? { ...message, content: '' } : message;
  }
  const { content, tool_calls, ...rest } = message;
  return {
    ...rest,
    ...(!isEmptyList(content) && { content }),
    ...(!isEmptyList(tool_calls) && { tool_calls: tool_calls?.map(toCall) ?? tool_calls }),
  };
}

type Call = NonNullable<Extract<Message, { role: 'assistant' }>['tool_calls']>[number];

function toCall(call: Call): Call {
  if (call.type !== 'function' || call.function.arguments != null) return call;
  return { ...call, function: { ...call.function, arguments: '' } };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
