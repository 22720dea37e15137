/**
 * The message with its fields in camel case. JSON of protobuf may keep the schema's own names (`resource_spans`), which a parser
 * takes too: https://protobuf.dev/programming-guides/json/. The names of attributes are values here, and stay.
 */
export function inCamelCase(message: object): object {
  return Object.keys(message).some((name) => name.includes('_'))
    ? (renamed(message) as object)
    : message;
}

/** The bounds of the JSON were checked, so its depth is. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name.replace(/_([a-z])/g, (_found, letter: string) => letter.toUpperCase()),
      renamed(part),
    ]),
  );
}
