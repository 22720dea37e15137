import { earliest, latest } from '../../time.ts';
import { mostSteps, stepLength } from './steps.ts';

const second = 1_000;
/** A chart of fewer steps than this says little of when something was. */
const fewestSteps = 12;
/** With less than this the many steps of a few calls would be empty, and none would have a percentile. */
const callsInStep = 5;
const coarsest = 24;
/** More calls than this make no step shorter. */
export const enoughCalls = callsInStep * mostSteps;

/** A range that begins and ends at whole steps, in ms since 1970, and how many steps it may have. */
export interface FitRange {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** The range of whole steps that holds calls from `first` to `last`, in ms since 1970; the fewer calls, the longer the steps. */
export function fitRange(first: number, last: number, calls: number): FitRange {
  const steps = Math.min(mostSteps, Math.max(coarsest, Math.ceil(calls / callsInStep)));
  const span = Math.max(last - first, fewestSteps * second);
  const stepMs = stepLength(0, span, steps - 1); // a range that is not round has a step more
  const from = Math.floor(first / stepMs) * stepMs;
  const to = (Math.floor(last / stepMs) + 1) * stepMs;
  const missing = Math.max(0, fewestSteps - (to - from) / stepMs);
  return {
    from: Math.max(earliest, from - Math.floor(missing / 2) * stepMs),
    to: Math.min(latest, to + Math.ceil(missing / 2) * stepMs),
    steps,
  };
}
