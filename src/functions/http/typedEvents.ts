import { randomUUID } from 'node:crypto';
import { toAppError, toErrorObject } from '../../errors.ts';
import type { TypedEvent } from '../../inference/responses/typedEvent.ts';
import { isRecord } from '../../values/isRecord.ts';
import { unixSeconds } from '../../values/unixSeconds.ts';

/** What the caller knows of a response so far. */
interface Seen {
  response: Record<string, unknown> | undefined;
  /** The last sequence number. */
  number: number;
}

/**
 * The typed events of a response as server-sent events. What they throw is told in two events, and then thrown: clients raise an
 * error for the first, which is flat; the second ends the response for those that keep its state.
 */
export async function* toTypedFrames(
  events: AsyncIterable<readonly TypedEvent[]>,
): AsyncGenerator<readonly string[]> {
  const seen: Seen = { response: undefined, number: -1 };
  try {
    for await (const read of events) {
      for (const { value } of read) note(seen, value);
      yield read.map(({ type, data }) => toFrame(type, data));
    }
  } catch (thrown) {
    yield toFailure(thrown, seen);
    throw thrown;
  }
}

function note(seen: Seen, { response, sequence_number }: TypedEvent['value']): void {
  if (isRecord(response)) seen.response = response;
  if (typeof sequence_number === 'number') seen.number = sequence_number;
}

function toFailure(thrown: unknown, { response, number }: Seen): readonly string[] {
  const { code, message, param } = toErrorObject(toAppError(thrown));
  const failed = {
    ...(response ?? { id: `resp_${randomUUID()}`, created_at: unixSeconds(), output: [] }),
    object: 'response',
    status: 'failed',
    error: { code, message },
  };
  return [
    { type: 'error', code, message, param, sequence_number: number + 1 },
    { type: 'response.failed', response: failed, sequence_number: number + 2 },
  ].map((event) => toFrame(event.type, JSON.stringify(event)));
}

function toFrame(type: string, data: string): string {
  return `event: ${type}\ndata: ${data}\n\n`;
}
