/** A trace ID (16 bytes) or span ID (8), in lower-case hex; undefined when it is not one or all zero, which means none. */
export function toId(value: unknown, bytes: 8 | 16): string | undefined {
  const hex = Buffer.isBuffer(value) ? value.toString('hex') : value;
  if (typeof hex !== 'string' || hex.length !== bytes * 2) return undefined;
  return /^[0-9a-f]+$/i.test(hex) && /[^0]/.test(hex) ? hex.toLowerCase() : undefined;
}
