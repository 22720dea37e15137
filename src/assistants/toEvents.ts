import { randomUUID } from 'node:crypto';
import type { Completion } from '../inference/answer/completion.ts';
import type { ChatChunk } from '../inference/stream/chatChunk.ts';
import { unixSeconds } from '../values/unixSeconds.ts';

/**
 * The data of server-sent events from an assistant's chunks: the text of the answer under one ID and the
 * assistant's name, then the finish reason, then the usage of all steps if the caller wants it. Tool calls,
 * finish reasons and usage of single steps are left out. A blank line separates the text of a step that calls
 * tools from the text of the next step.
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
  let parted = false;
  const toEvent = (delta: object, finishReason: string | null): string => {
    const role = first && { role: 'assistant' };
    first = false;
    const choice = { index: 0, delta: { ...role, ...delta }, finish_reason: finishReason };
    return JSON.stringify({ ...head, choices: [choice] });
  };
  try {
    for (;;) {
      const next = await chunks.next();
      if (next.done) {
        const { choices, usage } = next.value;
        yield [
          toEvent({}, choices[0]?.finish_reason ?? 'stop'),
          ...(wantsUsage ? [JSON.stringify({ ...head, choices: [], usage: usage ?? null })] : []),
        ];
        return;
      }
      const events = next.value.flatMap(({ choices }) => {
        const { content: given, refusal, tool_calls } = choices?.[0]?.delta ?? {};
        const content = given && parted ? `\n\n${given}` : given;
        if (given) parted = false;
        const text = { ...(content && { content }), ...(refusal && { refusal }) };
        const said = Object.keys(text).length > 0 ? [toEvent(text, null)] : [];
        if (tool_calls?.length && !first) parted = true;
        return said;
      });
      if (events.length > 0) yield events;
    }
  } finally {
    await chunks.return(undefined as never); // ends the steps when the caller disconnects
  }
}
