import { randomUUID } from 'node:crypto';
import type { Completion } from '../inference/answer/completion.ts';
import type { ChatChunk } from '../inference/stream/chatChunk.ts';
import { unixSeconds } from '../values/unixSeconds.ts';
import { textsOf } from './textsOf.ts';

/**
 * The data of server-sent events from an assistant's chunks: the text of the answer under one ID and the
 * assistant's name, then the finish reason, then the usage of all steps if the caller wants it.
 */
export async function* toEvents(
  name: string,
  chunks: AsyncGenerator<readonly ChatChunk[], Completion>,
  wantsUsage: boolean,
): AsyncGenerator<readonly string[]> {
  const head = {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion.chunk',
    created: unixSeconds(),
    model: name,
  };
  let first = true;
  const toEvent = (delta: object, finishReason: string | null): string => {
    const role = first && { role: 'assistant' };
    first = false;
    const choice = { index: 0, delta: { ...role, ...delta }, finish_reason: finishReason };
    return JSON.stringify({ ...head, choices: [choice] });
  };
  const texts = textsOf(chunks);
  try {
    for (;;) {
      const next = await texts.next();
      if (!next.done) {
        yield next.value.map((said) => toEvent(said, null));
        continue;
      }
      const { choices, usage } = next.value;
      yield [
        toEvent({}, choices[0]?.finish_reason ?? 'stop'),
        ...(wantsUsage ? [JSON.stringify({ ...head, choices: [], usage: usage ?? null })] : []),
      ];
      return;
    }
  } finally {
    await texts.return(undefined as never); // ends the steps when the caller disconnects
  }
}
