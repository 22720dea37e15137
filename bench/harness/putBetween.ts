/**
 * Puts a text between the markers of a name in a document, `<!-- bench NAME -->` and `<!-- /bench NAME -->`, in place of what
 * was there. Throws when they are missing.
 */
export function putBetween(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no place for ${name}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
