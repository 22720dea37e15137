/** A value as azd writes it to the file of its environment, and reads it back in the next command (joho/godotenv 1.5.1). */
export function throughFile(value: string): string {
  return readValue(writeValue(value));
}

function writeValue(value: string): string {
  if (/^[+-]?\d+$/.test(value)) return value;
  const escaped = value.replace(/[\\\n\r"!$`]/g, (sign) =>
    sign === '\n' ? '\\n' : sign === '\r' ? '\\r' : `\\${sign}`,
  );
  return `"${escaped}"`;
}

function readValue(written: string): string {
  const inside = /^"(.*)"$/.exec(written)?.[1];
  if (inside === undefined) return written;
  const lines = inside.replace(/\\./g, (pair) =>
    pair === '\\n' ? '\n' : pair === '\\r' ? '\r' : pair,
  );
  return lines.replace(/\\([^$])/g, '$1').replaceAll('\\$', '$');
}
