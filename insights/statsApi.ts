// The parts of `GET /api/stats`; units, and what is not known, as in api.ts.

/** One step of `GET /api/stats`. Percentiles are null below 5 calls. */
export interface Step {
  readonly timestamp: string;
  /** By outcome. */
  readonly calls: Readonly<Record<string, number>>;
  readonly duration: Percentiles;
  readonly firstToken: Percentiles;
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
