/** Deployments that said for how long they are busy, as this worker heard it. */
export interface BusyModels {
  /** Notes that a deployment asked not to be called for so long, in ms; believed for an hour at most. */
  note(model: string, ms: number): void;
  /** The models without the busy ones, in their order; all of them when all are busy. */
  skip(models: readonly [string, ...string[]]): readonly [string, ...string[]];
}

const longestMs = 3_600_000;

/** One for a worker: every completion learns from what the others were told. */
export function createBusyModels(): BusyModels {
  const until = new Map<string, number>();
  return {
    note(model, ms) {
      until.set(model, performance.now() + Math.min(ms, longestMs));
    },
    skip(models) {
      const now = performance.now();
      const [first, ...rest] = models.filter((model) => (until.get(model) ?? 0) <= now);
      // When all are busy the first is asked all the same: a wrong Retry-After must not end the worker's service.
      return first === undefined ? models : [first, ...rest];
    },
  };
}
