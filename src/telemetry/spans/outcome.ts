import { type ErrorCode, errorsWhere } from '../../errors.ts';

/** How an invocation, or a call to the model, ended: `app.outcome`. */
export type Outcome = 'ok' | 'duplicate' | 'throttled' | 'budget' | ErrorCode;

const noErrors: ReadonlySet<string> = new Set<Outcome>([
  'ok',
  'duplicate',
  'throttled',
  'budget',
  ...errorsWhere(({ fault }) => fault === 'nobody'),
]);

/**
 * Whether an outcome makes a span an error: a caller who disconnects is nobody's fault, and a limit that puts a job off or a budget that
 * is reached is normal.
 */
export function isError(outcome: string): boolean {
  return !noErrors.has(outcome);
}
