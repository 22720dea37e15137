import { number } from '../../untrusted.ts';
import { firstOf } from '../keyValues.ts';
import type { Span } from './parseSpan.ts';

/** Host and hub of a span of Azure's Event Hubs SDK; undefined for any other span. */
export function messageBusTarget({ attributes }: Span): string | undefined {
  if (attributes['az.namespace'] !== 'Microsoft.EventHub') return undefined;
  const host = firstOf(attributes, 'net.peer.name', 'peer.address') ?? 'unknown';
  const hub = firstOf(attributes, 'message_bus.destination') ?? 'unknown';
  return `${host.replace(/\/$/, '')}/${hub}`;
}

/** How long the messages of a span waited, in ms: the mean over links that say when theirs was enqueued. */
export function msSinceEnqueued({ start, links }: Span): number {
  const times = links.flatMap(({ attributes }) => number(attributes.enqueuedTime) ?? []);
  if (times.length === 0) return 0;
  const startMs = Number(start / 1_000_000n);
  const waits = times.reduce((sum, time) => sum + startMs - time, 0);
  return Math.max(0, waits / times.length);
}
