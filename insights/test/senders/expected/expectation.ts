import type { Table } from '../../../row.ts';

/** What arrives of an SDK, and what is read of it. */
export interface Expected {
  /** All rows, by name and time, with columns that must be so. */
  readonly rows: Partial<Record<Table, readonly object[]>>;
  /** As `toldBy` gives it. */
  readonly told: readonly string[];
}
