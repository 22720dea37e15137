/** The same chunks, once the first is there: until then the call may be made again, and an error answered as JSON. */
export async function afterFirst<T>(chunks: AsyncGenerator<T>): Promise<AsyncIterable<T>> {
  let first: IteratorResult<T> | undefined = await chunks.next();
  // No generator of its own, which every chunk would have to pass through.
  const rest: AsyncIterator<T> = {
    async next() {
      const next = first;
      first = undefined;
      return next ?? chunks.next();
    },
    return: () => chunks.return(undefined),
  };
  return { [Symbol.asyncIterator]: () => rest };
}
