import type { TypedData } from './messages.ts';

const [comma, bracket, brace] = [...',[{'].map((character) => character.charCodeAt(0));

/**
 * Trigger metadata from layers of values, a later one replacing what is named alike in an earlier one, whatever the case,
 * as in the real host.
 */
export function toTriggerMetadata(...layers: readonly object[]): Record<string, TypedData> {
  const metadata = new Map<string, [string, TypedData]>();
  for (const [key, value] of layers.flatMap((layer) => Object.entries(layer))) {
    const data = toTypedData(value);
    if (data !== undefined) metadata.set(key.toLowerCase(), [key, data]);
  }
  return Object.fromEntries(metadata.values());
}

/** Undefined for what is too deep to be written: the app reads it in the body, and says so. */
function toTypedData(value: unknown): TypedData | undefined {
  if (typeof value === 'string') return { string: value };
  try {
    return { json: JSON.stringify(value) };
  } catch {
    return undefined;
  }
}

/** What a body can hold that is still taken apart for its top-level properties: more of it would hold up every call. */
const mostValues = 100_000;

/** The top-level properties of a JSON text; none when it is no JSON object, or may hold over 100,000 values. */
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
