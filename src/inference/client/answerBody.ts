import type { Dispatcher } from 'undici';

/** The connection goes on only when less than this waits to be taken: what undici's own streams hold. */
const mostHeldBytes = 64 * 1024;

/** Small chunks are joined, which saves their reader turns; copying 57 MB of embeddings would cost more than it saves. */
const mostJoinedBytes = 16 * 1024;

/** A body as it comes from a connection, for one reader. */
export interface AnswerBody extends AsyncIterable<Buffer> {
  add(chunk: Buffer): void;
  end(): void;
  /** Ends it with an error; what came before is given first. */
  fail(error: Error): void;
}

/**
 * Gives a body in the order in which it came, small chunks that wait together as one: those of one read of the connection cost
 * their reader one turn. A reader who stops early closes the connection.
 */
export function createAnswerBody(connection: Dispatcher.DispatchController): AnswerBody {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let ended = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  /** The chunk that waits longest, with those after it that are small. */
  const take = (): Buffer | undefined => {
    let count = 0;
    let bytes = 0;
    for (const { byteLength } of held) {
      if (count > 0 && bytes + byteLength > mostJoinedBytes) break;
      count += 1;
      bytes += byteLength;
    }
    heldBytes -= bytes;
    const [first, ...more] = held.splice(0, count);
    return first === undefined || more.length === 0
      ? first
      : Buffer.concat([first, ...more], bytes);
  };
  const next = async (): Promise<IteratorResult<Buffer>> => {
    if (held.length === 0 && !ended && failure === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = undefined;
    }
    const value = take();
    if (value !== undefined) {
      if (connection.paused && heldBytes < mostHeldBytes) connection.resume(); // which may add the next chunk at once
      return { value, done: false };
    }
    if (failure !== undefined) throw failure;
    return { value: undefined, done: true };
  };
  const leave = async (): Promise<IteratorResult<Buffer>> => {
    if (!ended) connection.abort(new Error('the reader left'));
    held = [];
    ended = true;
    return { value: undefined, done: true };
  };
  return {
    add(chunk) {
      held.push(chunk);
      heldBytes += chunk.byteLength;
      if (heldBytes >= mostHeldBytes) connection.pause();
      wake?.();
    },
    end() {
      ended = true;
      wake?.();
    },
    fail(error) {
      failure = error;
      wake?.();
    },
    [Symbol.asyncIterator]: () => ({ next, return: leave }),
  };
}
