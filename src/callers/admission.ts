import type { CallerLimitsConfig } from '../config.ts';
import type { Deadline } from '../values/deadline.ts';
import type { Spending } from '../values/spending.ts';

export type { Spending };

/** The limits of a caller, as `CALLERS` has them. */
export type LimitsOfCaller = CallerLimitsConfig;

/** A piece of work that may begin. */
export interface Admission {
  /** Once, when the work has ended: what it used; undefined settles it at its reservation. Never throws, never waits. */
  settle(used: Spending | undefined): void;
}

/** Holds callers to their limits, over all instances of the app. */
export interface CallerLimits {
  /** Whether a caller has any limit: without one nothing of its work is counted. */
  isLimited(caller: string): boolean;
  /**
   * Gives when the work may begin: at once, without a call to storage, while this instance's lease lasts. Throws or rejects with
   * `caller_rate_limited` or `caller_budget_exceeded`, both with `retryAfterMs`; `invalid_request` for work that is
   * larger than a whole limit; `storage_unavailable`.
   */
  admit(caller: string, reserved: Spending, deadline: Deadline): Admission | Promise<Admission>;
  /** `x-ratelimit-…` of a caller as of now, in a new object; empty when it has no such limit. */
  headers(caller: string): Record<string, string>;
  /** Gives back what is leased, within 3 s; never rejects. */
  close(): Promise<void>;
}
