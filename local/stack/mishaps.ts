/** Number of kinds that are told apart; all others count as one. */
const mostKinds = 20;
const others = 'other errors';

/** An error of our own, in our words, and its count. */
export interface Mishap {
  readonly text: string;
  readonly count: number;
}

/** Errors of the stack itself, where nobody waits for a result. They are reported and end nothing. */
export interface Mishaps {
  /** Counts an error; the first of its kind is reported in one line. `what` ends the sentence "An error in …". */
  tell(what: string, error: unknown): void;
  /** Counts a part's own report; the first of its kind is passed on as a line. */
  note(line: string): void;
  /** In the order of their first occurrence. */
  list(): readonly Mishap[];
}

/** `say` gets the line of each new kind. */
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
      (text) => `The local stack met an error and goes on, in ${text}.`,
    );
  return {
    tell,
    note: (line) => count(line, (text) => text),
    list: () => Array.from(counts, ([text, count]) => ({ text, count })),
  };
}

/** The class of an error and our line that threw it, without its message, which may hold what somebody sent. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error';
  const code = Reflect.get(error, 'code');
  const name = [error.constructor.name, code].filter(isName).join(' ') || 'Error';
  const stack = error.stack ?? '';
  // The message is before the frames and may look like one.
  const frames = stack.slice(stack.indexOf(error.message) + error.message.length);
  const [, line] =
    /[\\/]local[\\/]((?:[\w-]{1,40}[\\/]){0,5}[\w-]{1,40}\.tsx?:\d{1,6})/.exec(frames) ?? [];
  return line === undefined ? name : `${name} at ${line}`;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^\w{1,60}$/.test(value);
}
