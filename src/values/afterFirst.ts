/** The same chunks, after the first has arrived: until then the call can be retried, and an error answered as JSON. */
export async function afterFirst<T>(chunks: AsyncGenerator<T>): Promise<AsyncIterable<T>> {
  let first: IteratorResult<T> | undefined = await chunks.next();
  // Another generator, or a promise around that of the chunk, would cost time for every chunk.
  const rest: AsyncIterator<T> = {
    next() {
      if (first === undefined) return chunks.next();
      const next = Promise.resolve(first);
      first = undefined;
      return next;
    },
    return: () => chunks.return(undefined),
  };
  return { [Symbol.asyncIterator]: () => rest };
}
