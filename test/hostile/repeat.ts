/** Makes texts of a length: what is before, a piece over and over, what is after. */
export function repeat(piece: string, before = '', after = ''): (length: number) => string {
  return (length) => before + piece.repeat(Math.ceil(length / piece.length)) + after;
}
