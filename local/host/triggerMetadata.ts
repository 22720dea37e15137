import type { TypedData } from './messages.ts';

const [comma, bracket, brace] = [...',[{'].map((character) => character.charCodeAt(0));

/**
 * Trigger metadata from layers of values. A later value replaces an earlier one with the same name, in any case, as in
 * the real host.
 */
export function toTriggerMetadata(...layers: readonly object[]): Record<string, TypedData> {
  const metadata = new Map<string, [string, TypedData]>();
  for (const [key, value] of layers.flatMap((layer) => Object.entries(layer))) {
    const data = toTypedData(value);
    if (data !== undefined) metadata.set(key.toLowerCase(), [key, data]);
  }
  return Object.fromEntries(metadata.values());
}

/** Undefined for a value that is too deep to be written: the app reads it in the body, and refuses it there. */
function toTypedData(value: unknown): TypedData | undefined {
  if (typeof value === 'string') return { string: value };
  try {
    return { json: JSON.stringify(value) };
  } catch {
    return undefined;
  }
}

/** Number of values up to which a body is parsed for its top-level properties: a larger one would block every call. */
const mostValues = 100_000;

/** The top-level properties of a JSON text; none when it is no JSON object, or may hold more than 100,000 values. */
export function topLevel(text: string): object {
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === comma || code === bracket || code === brace) values += 1;
  }
  if (values > mostValues) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
