import type { TryRequest } from '../../api.ts';
import type { Row } from '../../row.ts';

/** How a call came to the app, by the row of its invocation and whether it asked for a stream. */
export function wayOf(own: Row | undefined, streams: boolean): TryRequest['by'] {
  const { 'faas.name': of, 'faas.trigger': trigger, 'app.job': job } = own?.customDimensions ?? {};
  // The app names a job so when it came by HTTP; a message on the queue has its sender's name.
  if (trigger === 'pubsub') return job?.startsWith('job_') ? 'job' : 'queue';
  if (of === 'createJob') return 'job';
  return streams ? 'stream' : 'http';
}
