/** The start of a text that has room in so many bytes of UTF-8, without a character that the cut goes through. */
export function cutToBytes(text: string, maxBytes: number): string {
  const kept = new TextDecoder().decode(Buffer.from(text).subarray(0, maxBytes));
  return kept.replace(/(?<!\uFFFD)\uFFFD+$/, '');
}
