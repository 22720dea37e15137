/** So many different ones are told apart; more are counted as one. */
const mostKinds = 20;
const others = 'other errors';

/** An error of our own, in our words, and how often it was met. */
export interface Mishap {
  readonly text: string;
  readonly count: number;
}

/** Errors where nobody waits for a result: in timers, listeners and streams. They are told and end nothing. */
export interface Mishaps {
  /** The function, fit to be called by a timer or a listener: what it throws, or rejects with, is told and goes no further. */
  guard<A extends readonly unknown[]>(
    what: string,
    run: (...args: A) => unknown,
  ): (...args: A) => void;
  /** Counts an error; the first of its kind is said in one line. `what` ends the sentence "An error in …". */
  tell(what: string, error: unknown): void;
  /** Counts what a part says of itself in a line; the first of its kind is said. */
  note(line: string): void;
  /** In the order in which they were met first. */
  list(): readonly Mishap[];
}

/** `say` takes the line of each new kind. */
export function createMishaps(say: (line: string) => void): Mishaps {
  const counts = new Map<string, number>();
  const count = (full: string, toLine: (text: string) => string) => {
    const text = counts.has(full) || counts.size < mostKinds ? full : others;
    const known = counts.get(text) ?? 0;
    counts.set(text, known + 1);
    if (known === 0) say(toLine(text));
  };
  const tell = (what: string, error: unknown) =>
    count(
      `${what}: ${describe(error)}`,
      (text) => `The local Application Insights met an error and goes on, in ${text}.`,
    );
  return {
    guard:
      (what, run) =>
      (...args) => {
        try {
          Promise.resolve(run(...args)).catch((error) => tell(what, error));
        } catch (error) {
          tell(what, error);
        }
      },
    tell,
    note: (line) => count(line, (text) => text),
    list: () => Array.from(counts, ([text, count]) => ({ text, count })),
  };
}

/** The class of an error and the line of ours where it was thrown: its message may hold what somebody sent. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error';
  const code = Reflect.get(error, 'code');
  const name = [error.constructor.name, code].filter(isName).join(' ') || 'Error';
  const stack = error.stack ?? '';
  // The message stands before the frames and may look like one.
  const frames = stack.slice(stack.indexOf(error.message) + error.message.length);
  const [, line] =
    /[\\/]insights[\\/]((?:[\w-]{1,40}[\\/]){0,5}[\w-]{1,40}\.tsx?:\d{1,6})/.exec(frames) ?? [];
  return line === undefined ? name : `${name} at ${line}`;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^\w{1,60}$/.test(value);
}
