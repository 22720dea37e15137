/** The first line of a text in at most `most` characters, without control characters: some of it is other people's. */
export function toPlainLine(text: string, most: number): string {
  // A long text is cut before it is searched; what is cut off could only be left out.
  const [line = ''] = text
    .slice(0, 8 * most)
    .trimStart()
    .split(/[\r\n]/, 1);
  const plain = line.replace(/\p{Cc}+/gu, ' ').trim();
  return plain.length > most ? `${plain.slice(0, most - 1).toWellFormed()}…` : plain;
}
