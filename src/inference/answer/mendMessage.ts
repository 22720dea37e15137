import { isRecord } from '../../values/isRecord.ts';

/**
 * A message or a delta of a model, as near to OpenAI's form as it can be brought: content in parts as one text, calls with what
 * is plain filled in, and what is odd beside them left out. Text and calls that cannot be read stay as they are.
 */
export function mendMessage(message: Record<string, unknown>): Record<string, unknown> {
  return {
    ...message,
    role: message.role == null ? undefined : 'assistant',
    refusal: ifText(message.refusal),
    reasoning_content: ifText(message.reasoning_content),
    reasoning: ifText(message.reasoning),
    reasoning_details: ifList(message.reasoning_details),
    thinking_blocks: ifList(message.thinking_blocks),
    ...mendContent(message.content),
    tool_calls: mendCalls(message.tool_calls),
  };
}

/** The message of an answer that came at once, its calls with ID and type. */
export function withWholeCalls(message: Record<string, unknown>): Record<string, unknown> {
  const { tool_calls } = message;
  if (!Array.isArray(tool_calls)) return message;
  const calls = tool_calls.map((call, index) =>
    isRecord(call)
      ? {
          ...call,
          id: call.id || `call_${index + 1}`,
          type: isRecord(call.custom) ? 'custom' : 'function',
        }
      : call,
  );
  return { ...message, tool_calls: calls };
}

/** Mistral's models answer in parts, some of which hold their reasoning. A part may also be a bare text, or a refusal. */
function mendContent(content: unknown): Record<string, unknown> {
  if (!Array.isArray(content)) return { content };
  const parts: readonly unknown[] = content.map((part) =>
    typeof part === 'string' ? { text: part } : part,
  );
  if (!parts.every(isPart)) return { content };
  const thought = parts
    .flatMap(({ thinking }) => thinking ?? [])
    .map(toText)
    .join('');
  const refused = parts.map(({ refusal }) => ifText(refusal) ?? '').join('');
  return {
    content: parts.map(({ thinking, text }) => (thinking == null ? (text ?? '') : '')).join(''),
    ...(thought !== '' && { reasoning_content: thought }),
    ...(refused !== '' && { refusal: refused }),
  };
}

function isPart(part: unknown): part is Record<string, unknown> {
  return isRecord(part) && (part.text == null || typeof part.text === 'string');
}

function toText(part: unknown): string {
  const text = isRecord(part) ? part.text : part;
  return typeof text === 'string' ? text : '';
}

function mendCalls(calls: unknown): unknown {
  return Array.isArray(calls) ? calls.map(mendCall) : (calls ?? undefined);
}

function mendCall(call: unknown): unknown {
  if (!isRecord(call)) return call;
  const id = typeof call.id === 'number' ? `${call.id}` : ifText(call.id);
  return { ...call, id, function: mendFunction(call.function) };
}

function mendFunction(called: unknown): unknown {
  if (!isRecord(called)) return called;
  const given = called.arguments;
  if (given == null) return { ...called, arguments: '' };
  return typeof given === 'object' ? { ...called, arguments: JSON.stringify(given) } : called;
}

function ifText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function ifList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
