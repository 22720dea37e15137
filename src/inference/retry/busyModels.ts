/** Deployments that told this worker how long they are busy. */
export interface BusyModels {
  /** Notes for how long a deployment asked not to be called, in ms; at most an hour counts. */
  note(model: string, ms: number): void;
  /** For how long a deployment is known to be busy, in ms. */
  leftMs(model: string): number;
  /** The models that are not busy, in their order; all of them when all are busy. */
  skip(models: readonly [string, ...string[]]): readonly [string, ...string[]];
}

const longestMs = 3_600_000;

/** One per worker, so that every completion knows what the others learned. */
export function createBusyModels(): BusyModels {
  const until = new Map<string, number>();
  return {
    note(model, ms) {
      until.set(model, performance.now() + Math.min(ms, longestMs));
    },
    leftMs: (model) => Math.max(0, (until.get(model) ?? 0) - performance.now()),
    skip(models) {
      if (until.size === 0) return models; // none has ever been busy
      const now = performance.now();
      const [first, ...rest] = models.filter((model) => (until.get(model) ?? 0) <= now);
      // When all are busy the first is still asked: a wrong Retry-After must not stop the worker.
      return first === undefined ? models : [first, ...rest];
    },
  };
}
