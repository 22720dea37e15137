import { formatSpan } from '../../../format.ts';
import type { Line } from '../../../view/waterfall.ts';

/** A line of the waterfall in words: how it ended, when it began, how long it took and waited. */
export function Summary({ line }: { line: Line }) {
  const { attempt, startMs, durationMs, code, row, skewMs } = line;
  const status = row?.customDimensions['app.http.status_code'] ?? row?.resultCode;
  const parts = [
    status === undefined || status === '0' || status === '' ? undefined : `status ${status}`,
    startMs <= 0 ? 'started with the call' : `started +${formatSpan(startMs)}`,
    `took ${formatSpan(durationMs)}`,
    attempt !== undefined && attempt.waitMs > 0
      ? `waited ${formatSpan(attempt.waitMs)} before`
      : undefined,
    skewMs === undefined ? undefined : `clocks differ by ${formatSpan(skewMs)}`,
  ];
  return (
    <p class="row-summary">
      {code !== undefined && <strong class="error">✕ {code} · </strong>}
      {parts.filter((part) => part !== undefined).join(' · ')}
    </p>
  );
}
