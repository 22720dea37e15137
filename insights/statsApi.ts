// The parts of `GET /api/stats`; units, and what is not known, as in api.ts.

/**
 * One step of `GET /api/stats`. Percentiles are null below 5 calls; those of a step with fewer are of the calls before it too, as many
 * steps back as it takes.
 */
export interface Step {
  readonly timestamp: string;
  /** By outcome. */
  readonly calls: Readonly<Record<string, number>>;
  readonly duration: StepPercentiles;
  readonly firstToken: StepPercentiles;
  /** By the model that was asked last; a model of which nothing is known is absent. */
  readonly inputTokens: Readonly<Record<string, number>>;
  readonly outputTokens: Readonly<Record<string, number>>;
  readonly cachedInputTokens: Readonly<Record<string, number>>;
  readonly costUsd: Readonly<Record<string, number>>;
  /** Calls to models that were answered 429, and calls that repeated one before. */
  readonly throttled: number;
  readonly retries: number;
  readonly coldStarts: number;
  /** Deliveries of jobs by outcome. */
  readonly jobs: Readonly<Record<string, number>>;
}

/** Of `n` calls, in ms. */
export interface Percentiles {
  readonly n: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** Percentiles of the calls in so many steps: the one that has them, and those just before it. */
export interface StepPercentiles extends Percentiles {
  readonly steps: number;
}
