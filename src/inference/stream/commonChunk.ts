import { isRecord } from '../../values/isRecord.ts';
import type { ChatChunk } from './chatChunk.ts';

/**
 * Whether a chunk is of the common kind: one choice with a piece of text, its beginning or its end. The schema takes 47 times as
 * long to give such a chunk back unchanged (only a key `__proto__` it would drop); all others are left to it.
 */
export function isCommonChunk(value: unknown): value is ChatChunk {
  if (!isRecord(value)) return false;
  const { id, object, created, model, choices, usage, error } = value;
  if (usage != null || error !== undefined || !Array.isArray(choices) || choices.length !== 1) {
    return false;
  }
  return (
    isTextOrNone(id) &&
    isTextOrNone(object) &&
    (created == null || Number.isFinite(created)) &&
    isTextOrNone(model) &&
    isCommonChoice(choices[0])
  );
}

function isCommonChoice(choice: unknown): boolean {
  if (!isRecord(choice) || choice.index !== 0) return false;
  const { delta, finish_reason } = choice;
  return finish_reason !== '' && isTextOrNone(finish_reason) && isRecord(delta) && isText(delta);
}

/** Every field of a delta that the schema knows is looked at here. */
function isText(delta: Record<string, unknown>): boolean {
  return (
    (delta.role == null || delta.role === 'assistant') &&
    isTextOrNone(delta.content) &&
    isTextOrNone(delta.refusal) &&
    delta.tool_calls == null &&
    delta.reasoning == null &&
    delta.reasoning_content == null &&
    delta.reasoning_details == null &&
    delta.thinking_blocks == null
  );
}

function isTextOrNone(value: unknown): boolean {
  return value == null || typeof value === 'string';
}
