import { withAddresses } from './embedded.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

/** The settings that the app runs with: the addresses of this stack's parts, and telemetry that leaves every 500 ms and is kept. */
export function appSettings(settings: Settings, { model, insights, azurite }: Parts): Settings {
  const addresses = {
    model: model && `${model.url}/v1`,
    insights: insights?.connectionString,
    storage: azurite?.connectionString,
  };
  return {
    OTEL_BSP_SCHEDULE_DELAY: '500',
    OTEL_BLRP_SCHEDULE_DELAY: '500',
    OTEL_METRIC_EXPORT_INTERVAL: '500',
    // The host's own exporter keeps five traces a second otherwise; the app takes both away for itself.
    OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage',
    OTEL_TRACES_SAMPLER_ARG: settings.TELEMETRY_SAMPLING_RATIO || '1',
    ...withAddresses(settings, addresses),
  };
}
