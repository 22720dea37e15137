/** Bytes in the chunks in which they came: putting 64 MiB together would cost about as much as receiving them. */
export interface Chunks {
  readonly length: number;
  /** The byte at a place; undefined outside. */
  at(place: number): number | undefined;
  /** The next place of a byte, from a place on; the length when there is none. */
  indexOf(byte: number, from: number): number;
  /** The bytes between two places, not copied. */
  between(start: number, end: number): readonly Buffer[];
}

/** One after the other. */
export function toChunks(chunks: readonly Buffer[]): Chunks {
  const starts: number[] = [];
  let length = 0;
  for (const { byteLength } of chunks) {
    starts.push(length);
    length += byteLength;
  }
  let index = 0;
  /** Most places are in the chunk of the last one, or in the next. */
  const seek = (place: number): Buffer | undefined => {
    while (place >= (starts[index + 1] ?? length) && index < chunks.length - 1) index += 1;
    while (place < (starts[index] ?? 0) && index > 0) index -= 1;
    return chunks[index];
  };
  const startOf = () => starts[index] ?? 0;
  return {
    length,
    at: (place) => seek(place)?.[place - startOf()],
    indexOf(byte, from) {
      for (let place = from; place < length; place = startOf() + (chunks[index]?.length ?? 0)) {
        const found = seek(place)?.indexOf(byte, place - startOf()) ?? -1;
        if (found !== -1) return startOf() + found;
      }
      return length;
    },
    between(start, end) {
      const parts: Buffer[] = [];
      for (let place = start; place < end; place += parts.at(-1)?.length ?? 0) {
        const chunk = seek(place);
        if (chunk === undefined) break;
        parts.push(chunk.subarray(place - startOf(), end - startOf()));
      }
      return parts;
    },
  };
}
