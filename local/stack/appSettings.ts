import { withAddresses } from './embedded.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

/** The settings of the app: the addresses of this stack's parts, and telemetry that is sent every 500 ms and all kept. */
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
    // Otherwise the host's own exporter keeps five traces a second; the app removes both from its own environment.
    OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage',
    OTEL_TRACES_SAMPLER_ARG: settings.TELEMETRY_SAMPLING_RATIO || '1',
    ...withAddresses(settings, addresses),
  };
}
