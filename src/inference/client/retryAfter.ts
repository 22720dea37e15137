/**
 * How long the model asks us to wait, in ms, from `retry-after-ms`, `x-ms-retry-after-ms` or `Retry-After`
 * (seconds or a date, RFC 9110 §10.2.3); undefined when there is none, or it cannot be read.
 */
export function parseRetryAfter(
  headers: Readonly<Record<string, string | undefined>>,
  now: number,
): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = digits(headers[name]);
    if (ms !== undefined) return ms;
  }
  const value = headers['retry-after'];
  const seconds = digits(value);
  if (seconds !== undefined) return seconds * 1_000;
  const date = value !== undefined && /GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function digits(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}(\.\d{1,3})?$/.test(value) ? Number(value) : undefined;
}
