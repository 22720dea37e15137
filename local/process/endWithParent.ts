/** A parent that ends, too, closes the channel within this time. */
const aloneMs = 10_000;

/**
 * For a process forked by `startChildPart`: `close` is called when the parent closes the channel or is gone, however it
 * died; the process is ended if that takes longer than `closeMs`. Ctrl-C reaches the whole process group of a terminal,
 * so it is ignored here: the parent decides when and in which order parts end.
 */
export function endWithParent(close: () => void | Promise<void>, closeMs = 3_000): void {
  process.on('SIGINT', () => {});
  // So may SIGTERM, from a service manager; whoever sends it here alone waits a little.
  process.on('SIGTERM', () => {
    setTimeout(() => void close(), aloneMs).unref();
  });
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), closeMs).unref();
    void close();
  });
}
