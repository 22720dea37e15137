import { randomUUID } from 'node:crypto';
import { unixSeconds } from '../../values/unixSeconds.ts';
import type { StreamedChunk } from './chatChunk.ts';

/**
 * Converts the model's chunks for the caller. A complete chunk is unchanged; else the fields that OpenAI's
 * clients rely on are filled in (the role in the first, ID, object, time, model and deltas in each). `usage` is left
 * out unless `wantsUsage`; an empty chunk then gives undefined.
 */
export function toCallersChunks(
  deployment: string,
  wantsUsage: boolean,
): (streamed: StreamedChunk) => string | undefined {
  const fallbackId = `chatcmpl-${randomUUID()}`;
  const created = unixSeconds();
  let first = true;
  return ({ data, chunk }) => {
    const { id, object, created: at, model, choices, usage } = chunk;
    const hidesUsage = !wantsUsage && usage !== undefined;
    if (hidesUsage && !choices?.length) return undefined;
    const isFirst = first;
    first = false;
    const hasDeltas = choices?.every(({ delta }) => delta != null);
    const complete = id && object && at != null && model && hasDeltas;
    const hasRole = choices?.[0]?.delta?.role != null;
    if (complete && !hidesUsage && (hasRole || !isFirst) && !data.includes('\n')) return data;
    const { usage: _, ...withoutUsage } = chunk;
    return JSON.stringify({
      ...(hidesUsage ? withoutUsage : chunk),
      id: id || fallbackId,
      object: 'chat.completion.chunk',
      created: at ?? created,
      model: model || deployment,
      choices: (choices ?? []).map((choice) => ({
        ...choice,
        delta: { ...choice.delta, ...(isFirst && { role: 'assistant' }) },
        finish_reason: choice.finish_reason ?? null,
      })),
    });
  };
}
