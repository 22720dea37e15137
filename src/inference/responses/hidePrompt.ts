import { isRecord } from '../../values/isRecord.ts';
import type { TypedEvent } from './typedEvent.ts';

/** A response without our system prompt: providers repeat the instructions, and these are not the caller's. */
export function hidePrompt<T extends Record<string, unknown>>(
  response: T,
  prompt: string | undefined,
): T {
  const isOurs = prompt !== undefined && response.instructions === prompt;
  return isOurs ? { ...response, instructions: null } : response;
}

/** The same for an event that holds a response; any other event is unchanged. */
export function hidePromptIn(event: TypedEvent, prompt: string | undefined): TypedEvent {
  const { response } = event.value;
  if (!isRecord(response)) return event;
  const shown = hidePrompt(response, prompt);
  if (shown === response) return event;
  const value = { ...event.value, response: shown };
  return { type: event.type, value, data: JSON.stringify(value) };
}
