/** How long a stream may be, in ms. */
export interface StreamTimes {
  /** In all, counted from when the request was taken up. */
  readonly totalMs: number;
  /** From one chunk to the next. */
  readonly betweenChunksMs: number;
}

/** A front end in Azure gives up at 230 s. */
export const standardTimes: StreamTimes = { totalMs: 220_000, betweenChunksMs: 30_000 };
