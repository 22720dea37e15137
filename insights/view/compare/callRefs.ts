/** Names a call: an invocation of an operation, or the operation. */
export interface CallRef {
  readonly operation: string;
  readonly session: string | undefined;
}

/** Of a call that was run again 20 times. */
const most = 21;
const longestName = 300;

/** The page that holds calls over each other. */
export function compareHref(refs: readonly CallRef[]): string {
  return `/compare?calls=${refs.map((ref) => encodeURIComponent(formatCallRef(ref))).join(',')}`;
}

/** A call as a word without `,` and without `~` but between its names. */
export function formatCallRef({ operation, session }: CallRef): string {
  return [operation, session ?? ''].map(toWord).join('~');
}

/** The calls that the query of a URL names, each once, 21 at most; what names none is ignored. */
export function parseCallRefs(calls: string | null): readonly CallRef[] {
  const words = new Set((calls ?? '').split(',', 10 * most));
  return [...words].flatMap((word) => parseCallRef(word) ?? []).slice(0, most);
}

/** The call that a word names. */
export function parseCallRef(word: string): CallRef | undefined {
  const [operation = '', session = ''] = word.split('~', 2).map(fromWord);
  if (operation === '' || operation.length > longestName || session.length > longestName) return;
  return { operation, session: session || undefined };
}

function toWord(name: string): string {
  return encodeURIComponent(name).replaceAll('~', '%7E');
}

function fromWord(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return '';
  }
}
