import type { Operation } from '../../api.ts';
import { deliveredAgain, templates } from '../../view/explain/templates.ts';
import { wholeMs } from '../../wholeMs.ts';

/** What happened to a job, in the order in which it happened. */
export interface JobStep {
  readonly operation: Operation;
  /** `accepted`, `delivery 2`, `given up`, `delivered again, its result was there`. */
  readonly title: string;
  /** Time since the end of the step before, in ms; null for the first. */
  readonly waitMs: number | null;
}

/** How a job stands, by what has arrived of it. */
export type JobState =
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'delivered again'
  | 'put off';

/** The steps of a job; given newest first, as the list is. */
export function toJobSteps(operations: readonly Operation[]): readonly JobStep[] {
  let deliveries = 0;
  let ended: number | undefined;
  return operations.toReversed().map((operation) => {
    const start = Date.parse(operation.timestamp);
    const waitMs = ended === undefined ? null : Math.max(0, start - ended);
    if (operation.durationMs !== null) ended = start + operation.durationMs;
    return { operation, title: titleOf(operation, () => ++deliveries), waitMs };
  });
}

/** How long a job has taken, from its acceptance to the end of its last run that was no repeat, in ms. */
export function toJobMs(operations: readonly Operation[]): number {
  const steps = operations.filter(({ outcome }) => outcome !== 'duplicate');
  return wholeMs(
    steps.map(({ timestamp, durationMs }) => ({ timestamp, duration: durationMs ?? 0 })),
  );
}

/** The state of a job: that of its last run that was no repeat. */
export function toJobState(operations: readonly Operation[]): JobState {
  const runs = operations.filter((each) => isRun(each) && each.outcome !== 'duplicate');
  const [last] = runs; // newest first
  if (last === undefined) return 'queued';
  if (last.outcome === 'running') return 'running';
  if (last.outcome === 'throttled') return 'put off';
  if (last.success === 'True') return 'succeeded';
  return last.function === 'inferencePoison' || isPermanent(last.outcome)
    ? 'failed'
    : 'delivered again';
}

/** The run that gave a job its result; undefined while there is none. Given newest first. */
export function toJobResult(operations: readonly Operation[]): Operation | undefined {
  const runs = operations.filter((each) => isRun(each) && each.outcome !== 'duplicate');
  return toJobState(operations) === 'succeeded' ? runs[0] : undefined;
}

function titleOf(operation: Operation, next: () => number): string {
  if (operation.function === 'inferencePoison') return 'given up';
  if (!isRun(operation)) return 'accepted';
  const n = next();
  if (operation.outcome === 'throttled') return `delivery ${n}: put off, the model was busy`;
  return operation.outcome === 'duplicate'
    ? `delivery ${n}: its result was there`
    : `delivery ${n}`;
}

function isRun({ trigger }: Operation): boolean {
  return trigger === 'queue';
}

/** Whether the queue does not deliver again after a code: the failure is the job's result. */
function isPermanent(code: string): boolean {
  return Object.hasOwn(templates, code) && !deliveredAgain.has(code);
}
