/** Work that waits until telemetry is there. */
export interface Later {
  /** Whether it is there: work is then done at once. */
  readonly isThere: boolean;
  /** Does work now, or in its turn once telemetry is there. */
  do(work: () => void): void;
  /** Does what has waited, in order. */
  arrive(): void;
}

/** A queue of what telemetry would have been told; who asks bounds it. What work throws is not the others' loss. */
export function createLater(): Later {
  let waiting: (() => void)[] | undefined = [];
  return {
    get isThere() {
      return waiting === undefined;
    },
    do(work) {
      if (waiting === undefined) work();
      else waiting.push(work);
    },
    arrive() {
      const all = waiting ?? [];
      waiting = undefined;
      for (const work of all) {
        try {
          work();
        } catch {
          // Telemetry is not to fail what it watches.
        }
      }
    },
  };
}
