import type { Dispatcher } from 'undici';

/** The connection goes on only when less than this waits to be taken: what undici's own streams hold. */
const mostHeldBytes = 64 * 1024;

/** A body as it comes from a connection, for one reader. */
export interface AnswerBody extends AsyncIterable<Buffer> {
  add(chunk: Buffer): void;
  end(): void;
  /** Ends it with an error; what came before is given first. */
  fail(error: Error): void;
}

/**
 * Gives a body in the order in which it came, each time all that waits, as one: the chunks of one read of the connection cost
 * their reader one turn. A reader who stops early closes the connection.
 */
export function createAnswerBody(connection: Dispatcher.DispatchController): AnswerBody {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let ended = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const next = async (): Promise<IteratorResult<Buffer>> => {
    if (held.length === 0 && !ended && failure === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = undefined;
    }
    const [first, ...more] = held;
    if (first !== undefined) {
      held = [];
      heldBytes = 0;
      if (connection.paused) connection.resume(); // which may add the next chunk at once
      return { value: more.length === 0 ? first : Buffer.concat([first, ...more]), done: false };
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
