/**
 * The URL that the first line of a request asks for: a path (origin form, whose first two slashes begin no host) or a whole
 * http URL (absolute form); https://www.rfc-editor.org/rfc/rfc9112#section-3.2. Undefined for anything else, `*` included.
 */
export function parseTarget(target = ''): URL | undefined {
  const text = target.startsWith('/') ? `http://localhost${target}` : target;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}
