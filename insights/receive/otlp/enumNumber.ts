import { number, text } from '../untrusted.ts';

/**
 * The number of an enum's value, which JSON of protobuf may also give by name: of `SPAN_KIND_SERVER` the place of `server` in
 * `names`. Undefined when it is neither.
 */
export function enumNumber(
  value: unknown,
  prefix: string,
  names: readonly string[],
): number | undefined {
  const sent = text(value)?.toLowerCase();
  if (sent?.startsWith(prefix) !== true) return number(value);
  const at = names.indexOf(sent.slice(prefix.length));
  return at === -1 ? undefined : at;
}
