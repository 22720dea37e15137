import type { Row } from './row.ts';

/**
 * Whether a row failed; `own` is the app's row of the same call, should it have one. That the caller left is nobody's failure, though the
 * host tells it as one: by a status of 499, or by an answer that it could not end.
 */
export function isFailed(row: Row, own?: Row): boolean {
  const hostLost = row.itemType === 'requests' && own !== undefined && callerLeft(own);
  return row.success === 'False' && !callerLeft(row) && !hostLost;
}

/** Whether a row says that its caller left before the answer was whole. */
export function callerLeft({ itemType, resultCode, customDimensions }: Row): boolean {
  const isRequest = itemType === 'requests' && resultCode === '499';
  return isRequest || customDimensions['app.outcome'] === 'client_closed';
}
