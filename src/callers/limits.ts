import type { Deadline } from '../values/deadline.ts';
import type { Spending } from '../values/spending.ts';

/** One piece of work that may begin. */
export interface Admission {
  /** `x-ratelimit-…` of now; empty when the caller has no such limit. */
  headers(): Readonly<Record<string, string>>;
  /** Once, when the work has ended: what it used; undefined settles at the reservation. Never throws, never waits. */
  settle(used: Spending | undefined): void;
}

/** Keeps the limits of callers. */
export interface CallerLimits {
  /** Throws `caller_rate_limited`, `caller_budget_exceeded` or `storage_unavailable`. */
  admit(caller: string, reserved: Spending, deadline: Deadline): Promise<Admission>;
  close(): Promise<void>;
}
