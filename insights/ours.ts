import type { Row } from './row.ts';

/**
 * Whether a row is of a Callspan app: the run of a function, or a call to a model. Other apps know its sessions, prices and outcomes as
 * little as they know its names; one name alone may be theirs.
 */
export function isOurs(row: Row): boolean {
  return isInvocation(row) || isOurCall(row);
}

/** Whether a row is that of a whole invocation, written by the app. */
export function isInvocation({ itemType, name }: Row): boolean {
  return (
    itemType === 'dependencies' &&
    (name === 'generate_completion' || name === 'send inference-requests')
  );
}

/** Whether a row is a call of our app to a model. */
export function isOurCall({ customDimensions }: Row): boolean {
  const { 'app.attempt': attempt, 'app.server.address': server } = customDimensions;
  return attempt !== undefined && server !== undefined;
}
