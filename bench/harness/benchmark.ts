/** A benchmark: each file of bench/ exports one as `benchmark`. */
export interface Benchmark {
  /** What is measured against what, in a line. */
  readonly measures: string;
  /** How long it takes with its own number of turns. */
  readonly minutes: number;
  /** Turns of each party, or minutes of one that runs by the clock; a number after the name replaces it. */
  readonly turns: number;
  /** Whether `all` leaves it out. */
  readonly apart?: boolean;
  run(turns: number): Promise<readonly Table[]>;
}

/** What a benchmark found; the terminal and docs/benchmarks.md are written from it. */
export interface Table {
  readonly title: string;
  /** Heads of the cells. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /**
   * Times of the reference loop around the turns, in ms. Empty for a table of counts, which a busy machine does not change.
   */
  readonly reference: readonly number[];
}

/** A row, with its bound where something is promised. */
export interface Row {
  readonly cells: readonly string[];
  readonly judged?: { readonly figure: number; readonly bound: Bound };
}

/** What is promised of a figure. */
export interface Bound {
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly unit?: string;
}
