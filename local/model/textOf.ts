import type { ChatMessage } from '@copilotkit/aimock';

/** The text of a message, whole or in parts. */
export function textOf(message: ChatMessage | undefined): string {
  const content = message?.content ?? '';
  return typeof content === 'string'
    ? content
    : content.map((part) => ('text' in part ? part.text : '')).join('');
}
