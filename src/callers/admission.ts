import type { CallerLimitsConfig } from '../config.ts';
import type { Deadline } from '../values/deadline.ts';
import type { Spending } from '../values/spending.ts';

export type { Spending };

/** The limits of a caller, as `CALLERS` has them. */
export type LimitsOfCaller = CallerLimitsConfig;

/** A piece of work that may begin. */
export interface Admission {
  /** `x-ratelimit-…` as of now; empty when the caller has no such limit. */
  headers(): Readonly<Record<string, string>>;
  /** Once, when the work has ended: what it used; undefined settles it at its reservation. Never throws, never waits. */
  settle(used: Spending | undefined): void;
}

/** Holds callers to their limits, over all instances of the app. */
export interface CallerLimits {
  /**
   * Resolves when the work may begin: without a call to storage while this instance's lease lasts. Throws
   * `caller_rate_limited` or `caller_budget_exceeded`, both with `retryAfterMs`; `invalid_request` for work that is
   * larger than a whole limit; `storage_unavailable`.
   */
  admit(caller: string, reserved: Spending, deadline: Deadline): Promise<Admission>;
  /** `x-ratelimit-…` of a caller as of now, for answers without an admission. */
  headers(caller: string): Readonly<Record<string, string>>;
  /** Gives back what is leased, within 3 s; never rejects. */
  close(): Promise<void>;
}
