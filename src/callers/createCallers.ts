import type { CallersConfig } from '../config.ts';
import { AppError, clientClosed } from '../errors.ts';
import type { Limits } from '../values/deadline.ts';
import type { Spending } from '../values/spending.ts';
import type { CallerLimits } from './admission.ts';
import { createTally } from './tally.ts';

/** What callers may do. Without `CALLERS` nobody has a name, and anything is allowed. */
export interface Callers {
  /** Whether there are callers: then a job is its caller's. */
  readonly areSet: boolean;
  /**
   * The caller that a queue message names; undefined when it names none, or there are no callers. Throws `invalid_request` for one that is
   * not there, or disabled.
   */
  known(name: string | undefined): string | undefined;
  /** Those of some models that a caller may ask. */
  allowed(caller: string | undefined, models: readonly string[]): readonly string[];
  /** Throws `model_not_found` for a model that the caller may not ask. */
  checkModel(caller: string | undefined, model: string): void;
  /**
   * Runs work with models within the limits of its caller: holds what it may use, and in the end, also when it fails, counts what it has
   * used. Throws `caller_rate_limited`, `caller_budget_exceeded` or `storage_unavailable` before the work begins.
   */
  within<T>(
    caller: string | undefined,
    reserve: () => Spending,
    limits: Limits,
    work: (limits: Limits) => Promise<T>,
  ): Promise<T>;
  /** The headers that tell a caller of its limits, as they are now, in a new object; empty where it has none. */
  headersOf(caller: string): Record<string, string>;
  /** Gives back what is leased; bounded, and never rejects. */
  close(): Promise<void>;
}

/** The callers of the settings, with what keeps their limits. */
export function createCallers(
  configured: CallersConfig | undefined,
  callerLimits: CallerLimits | undefined,
): Callers {
  const modelsOf = (caller: string | undefined) =>
    caller === undefined ? undefined : configured?.get(caller)?.models;
  return {
    areSet: configured !== undefined,
    known(name) {
      if (name === undefined || configured === undefined) return undefined;
      const caller = configured.get(name);
      if (caller !== undefined && caller.disabled !== true) return name;
      throw new AppError('invalid_request', 'caller: there is no such caller, or it is disabled.', {
        param: 'caller',
      });
    },
    allowed(caller, models) {
      const own = modelsOf(caller);
      return own === undefined ? models : models.filter((model) => own.includes(model));
    },
    checkModel(caller, model) {
      if (modelsOf(caller)?.includes(model) ?? true) return;
      throw new AppError(
        'model_not_found',
        'This caller has no such model; GET v1/models lists those that it has.',
        { param: 'model' },
      );
    },
    async within(caller, reserve, limits, work) {
      if (caller === undefined || !callerLimits?.isLimited(caller)) return work(limits);
      const reserved = reserve();
      const admitted = callerLimits.admit(caller, reserved, limits.deadline);
      const admission = 'settle' in admitted ? admitted : await admitted; // mostly there is nothing to wait for
      const tally = createTally(reserved);
      try {
        if (limits.left.aborted) throw clientClosed(); // a call that is broken off counts as reserved
        return await work({ ...limits, onUsed: tally.add });
      } finally {
        admission.settle(tally.used);
      }
    },
    headersOf: (caller) => callerLimits?.headers(caller) ?? {},
    close: async () => callerLimits?.close(),
  };
}
