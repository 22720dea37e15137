/** The start of a text that fits into a number of bytes of UTF-8, cut between characters. */
export function cutToBytes(text: string, maxBytes: number): string {
  const kept = new TextDecoder().decode(Buffer.from(text).subarray(0, maxBytes));
  return kept.replace(/(?<!\uFFFD)\uFFFD+$/, '');
}
