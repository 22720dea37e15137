import type { Patience } from './problem.ts';

/** All in ms. */
export interface Limits {
  /** Longest time for each kind of problem to end. */
  readonly patience: Readonly<Record<Patience, number>>;
  /** Pause between two tries. */
  readonly pauseMs: number;
  /** Pause between two lines of progress. */
  readonly progressMs: number;
}

const minute = 60_000;

/** On this machine nothing has to spread: what does not work soon never works. */
export const localLimits: Limits = {
  patience: { none: 0, brief: 5_000, roles: 0, result: 5 * minute, telemetry: 30_000 },
  pauseMs: 250,
  progressMs: 10_000,
};

/** Role assignments take up to 30 minutes to spread, ingestion some; a new app needs a moment to find its functions. */
export const azureLimits: Limits = {
  patience: {
    none: 0,
    brief: 3 * minute,
    roles: 30 * minute,
    result: 30 * minute,
    telemetry: 10 * minute,
  },
  pauseMs: 5_000,
  progressMs: 30_000,
};
