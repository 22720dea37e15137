import type { ContentMessage } from '../../telemetry/content/content.ts';
import { toRefusal, toTextPart, toToolCall } from '../contentParts.ts';
import type { ChatAnswer } from './chatAnswer.ts';
import { maxCalls } from './toolCalls.ts';

/** An answer as the GenAI conventions record it. */
export function toOutputContent({ choices }: ChatAnswer): readonly ContentMessage[] {
  return choices.map(({ message, finish_reason }) => ({
    role: message.role,
    parts: [
      ...(typeof message.content === 'string' ? [toTextPart(message.content)] : []),
      ...(typeof message.refusal === 'string' ? [toRefusal(message.refusal)] : []),
      ...(Array.isArray(message.tool_calls)
        ? message.tool_calls.slice(0, maxCalls).map(toToolCall)
        : []),
    ],
    finish_reason: finish_reason ?? 'unknown',
  }));
}
