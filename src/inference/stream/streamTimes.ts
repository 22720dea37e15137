/** Time limits of a stream, in ms. */
export interface StreamTimes {
  /** Whole stream, counted from the start of the request. */
  readonly totalMs: number;
  /** Longest wait from one chunk to the next. */
  readonly betweenChunksMs: number;
}

/** A front end in Azure gives up at 230 s. */
export const standardTimes: StreamTimes = { totalMs: 220_000, betweenChunksMs: 30_000 };
