import type { Amounts } from './amounts.ts';

/** What an instance holds of a row: it may spend it in memory until the lease ends. */
export interface Lease {
  readonly instance: string;
  /** Counts the instance's turns: by it an instance knows whether a write without an answer took place. */
  readonly turn: number;
  readonly amounts: Amounts;
  /** Time of the storage service, in ms since 1970. */
  readonly until: number;
}

/** What a caller has spent in a window, and who holds how much of the rest. */
export interface Row {
  /** Beginning of the window, in ms since 1970. */
  readonly start: number;
  readonly spent: Amounts;
  readonly leases: readonly Lease[];
}

/** An answer of the service. */
export interface Answer<T> {
  readonly value: T;
  /** The service's own time, to the second, in ms since 1970; undefined when it did not say. */
  readonly date: number | undefined;
}

/** A row as stored; its ETag names this state of it. */
export interface StoredRow extends Row {
  readonly etag: string;
}

/** The rows of all callers. Every call ends within 10 s; it throws `storage_unavailable`. */
export interface LimitTable {
  /** The row; undefined when there is none. */
  read(caller: string, key: string): Promise<Answer<StoredRow | undefined>>;
  /** Writes the row if it still has the ETag, or is not there yet without one; the new ETag, or undefined when it has changed. */
  write(
    caller: string,
    key: string,
    row: Row,
    etag: string | undefined,
  ): Promise<Answer<string | undefined>>;
  /** Removes the caller's rows with a key from `from` on and before `to`. */
  remove(caller: string, from: string, to: string): Promise<void>;
}
