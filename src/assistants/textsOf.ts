import type { Completion } from '../inference/answer/completion.ts';
import type { ChatChunk } from '../inference/stream/chatChunk.ts';

/** A piece of an assistant's answer. */
export interface Said {
  readonly content?: string;
  readonly refusal?: string;
}

/**
 * The text of an assistant's answer as it arrives, without the tool calls, finish reasons and usage of single steps. A blank line
 * separates the text of a step that calls tools from the text of the next step. Returns the completion.
 */
export async function* textsOf(
  chunks: AsyncGenerator<readonly ChatChunk[], Completion>,
): AsyncGenerator<readonly Said[], Completion> {
  let said = false;
  let parted = false;
  try {
    for (;;) {
      const next = await chunks.next();
      if (next.done) return next.value;
      const texts = next.value.flatMap(({ choices }): Said[] => {
        const { content: given, refusal, tool_calls } = choices?.[0]?.delta ?? {};
        const content = given && parted ? `\n\n${given}` : given;
        if (given) parted = false;
        if (given || refusal) said = true;
        if (tool_calls?.length && said) parted = true;
        return given || refusal
          ? [{ ...(content && { content }), ...(refusal && { refusal }) }]
          : [];
      });
      if (texts.length > 0) yield texts;
    }
  } finally {
    await chunks.return(undefined as never); // ends the steps when the caller disconnects
  }
}
