import type { Item } from './parseItem.ts';
import { isDuration } from './row/durationMs.ts';
import { text } from './untrusted.ts';

const hourMs = 3_600_000;
const oldestMs = 48 * hourMs;
const newestMs = 2 * hourMs;

/**
 * Why the service in Azure would refuse an item that is kept here, in words without what was sent; undefined when it would not:
 * it takes nothing older than 48 hours (https://github.com/microsoft/ApplicationInsights-JS/issues/2086) or clearly ahead, and only
 * durations of .NET's TimeSpan.
 */
export function whyAzureRefuses(
  { baseType, timestamp, base }: Item,
  now: number,
): string | undefined {
  const ageMs = now - Date.parse(timestamp);
  if (ageMs > oldestMs) return 'time: older than 48 hours';
  if (ageMs < -newestMs) return 'time: ahead of now';
  const duration = text(base.duration);
  if (duration === undefined || isDuration(duration)) return undefined;
  return `duration of ${baseType}: not [d.]hh:mm:ss.fffffff`;
}
