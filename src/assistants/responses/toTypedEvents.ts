import type { Completion } from '../../inference/answer/completion.ts';
import type { ResponsesAnswer } from '../../inference/responses/responsesAnswer.ts';
import type { TypedEvent } from '../../inference/responses/typedEvent.ts';
import type { ChatChunk } from '../../inference/stream/chatChunk.ts';
import { textsOf } from '../textsOf.ts';
import { createEventWriter } from './eventWriter.ts';

/** The typed events of an assistant's response; they begin with its first text. */
export async function* toTypedEvents(
  begun: ResponsesAnswer,
  chunks: AsyncGenerator<readonly ChatChunk[], Completion>,
): AsyncGenerator<readonly TypedEvent[]> {
  const writer = createEventWriter(begun);
  const texts = textsOf(chunks);
  try {
    for (;;) {
      const next = await texts.next();
      if (next.done) {
        yield writer.end(next.value);
        return;
      }
      yield next.value.flatMap(writer.say);
    }
  } finally {
    await texts.return(undefined as never); // ends the steps when the caller disconnects
  }
}
