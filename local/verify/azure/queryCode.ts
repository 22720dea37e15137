/**
 * The logs' own code for what is wrong with a query, the innermost one (`SYN0002`, `SEM0100`); undefined when it was refused for another
 * reason. Where in the query it is, the client leaves out.
 */
export function queryCodeOf(thrown: unknown): string | undefined {
  let error: unknown = Reflect.get(Object(Reflect.get(Object(thrown), 'details')), 'error');
  let found: string | undefined;
  // Deeper than any that was seen, so that an error within itself ends.
  for (let depth = 0; depth < 16 && typeof error === 'object' && error !== null; depth++) {
    const code: unknown = Reflect.get(error, 'code');
    if (typeof code === 'string' && /^(SYN|SEM)\d{1,6}$/.test(code)) found = code;
    error = Reflect.get(error, 'innererror');
  }
  return found;
}
