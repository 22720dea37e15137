/** Whether the host keeps a trace; asked once per call. */
export type Sampler = (traceId: string) => boolean;

/** Seconds whose traces may pass at once: a burst of 12,000 kept 11. */
const burstSeconds = 2;

/**
 * The sampler of the host's exporter: a fixed share of traces or a number of traces a second, by `OTEL_TRACES_SAMPLER`
 * and `OTEL_TRACES_SAMPLER_ARG` (https://learn.microsoft.com/azure/azure-monitor/app/opentelemetry-sampling), else the
 * number that this generation keeps by default.
 */
export function createSampler(
  settings: Readonly<Record<string, string>>,
  tracesPerSecond: number | undefined,
): Sampler {
  const { OTEL_TRACES_SAMPLER: kind, OTEL_TRACES_SAMPLER_ARG: text } = settings;
  const argument = text === undefined || text === '' ? Number.NaN : Number(text);
  if (kind === 'microsoft.fixed_percentage' && argument >= 0 && argument <= 1) {
    return (traceId) => shareOf(traceId) < argument;
  }
  const limit = kind === 'microsoft.rate_limited' && argument >= 0 ? argument : tracesPerSecond;
  return limit === undefined ? () => true : limited(limit);
}

/** A token bucket that fills at a rate and holds two seconds' worth. */
function limited(perSecond: number): Sampler {
  let left = perSecond * burstSeconds;
  let at = performance.now();
  return () => {
    const now = performance.now();
    left = Math.min(perSecond * burstSeconds, left + ((now - at) / 1_000) * perSecond);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

/**
 * A trace's value between 0 and 1 in the exporter for .NET, which the host uses: DJB2 in 32 bits over the ID in upper
 * case (Azure.Monitor.OpenTelemetry.Exporter 1.10.0).
 */
function shareOf(traceId: string): number {
  let hash = 5_381;
  for (const character of traceId.toUpperCase())
    hash = (Math.imul(hash, 33) + character.charCodeAt(0)) | 0;
  const largest = 2 ** 31 - 1;
  return Math.min(Math.abs(hash), largest) / largest;
}
