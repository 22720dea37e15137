/**
 * The fields of a connection string, `Name=value;Name=value`; empty fields, as after a last `;`, are ignored.
 * Undefined when a field has no name or no value, or a name appears twice, as clients differ in which one they
 * take.
 */
export function parseConnectionFields(text: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  const seen = new Set<string>();
  for (const field of text.split(';')) {
    if (field.trim() === '') continue;
    const at = field.indexOf('=');
    const name = field.slice(0, Math.max(at, 0)).trim();
    const value = field.slice(at + 1).trim();
    if (name === '' || value === '' || seen.has(name.toLowerCase())) return undefined;
    seen.add(name.toLowerCase());
    fields.set(name, value);
  }
  return fields;
}
