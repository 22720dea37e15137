/** Where the logs of Azure found a query wrong. */
export interface LogsFault {
  /** Their code for it: `SYN0002`, `SEM0100`. */
  readonly code: string;
  /** `line:column `, or nothing when they do not say. */
  readonly place: string;
}

/** The innermost error of a refused query that has a code of the query language; undefined when it was refused for another reason. */
export function placeOf(thrown: unknown): LogsFault | undefined {
  let error: unknown = Reflect.get(Object(Reflect.get(Object(thrown), 'details')), 'error');
  let found: LogsFault | undefined;
  // Deeper than any that was seen, so that an error within itself ends.
  for (let depth = 0; depth < 16 && typeof error === 'object' && error !== null; depth++) {
    const code = Reflect.get(error, 'code');
    if (typeof code === 'string' && /^(SYN|SEM)\d{1,6}$/.test(code)) {
      const [line, column] = [Reflect.get(error, 'line'), Reflect.get(error, 'pos')];
      const place =
        Number.isSafeInteger(line) && Number.isSafeInteger(column) ? `${line}:${column} ` : '';
      found = { code, place };
    }
    error = Reflect.get(error, 'innererror');
  }
  return found;
}
