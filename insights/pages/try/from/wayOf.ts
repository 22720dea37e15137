import type { TryRequest } from '../../../api.ts';
import type { Row } from '../../../row.ts';

/** How a call came to the app, by the row of its invocation and those of its operation. */
export function wayOf(
  own: Row | undefined,
  rows: readonly Row[],
  streams: boolean,
): TryRequest['by'] {
  const isAcceptance = (row: Row) => row.customDimensions['faas.name'] === 'createJob';
  const isQueued = own?.customDimensions['faas.trigger'] === 'pubsub';
  if (own !== undefined && (isQueued || isAcceptance(own))) {
    return rows.some(isAcceptance) ? 'job' : 'queue';
  }
  return streams ? 'stream' : 'http';
}
