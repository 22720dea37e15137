/** The start of a text that fits into a number of bytes of UTF-8, cut between characters. */
export function cutToBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  let end = Math.min(maxBytes, bytes.length);
  while (end < bytes.length && end > 0 && isWithin(bytes[end])) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** Whether a byte goes on a character that began before it. */
function isWithin(byte = 0): boolean {
  return (byte & 0xc0) === 0x80;
}
