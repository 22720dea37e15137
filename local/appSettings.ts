import { withAddresses } from './embedded.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

/** The settings that the app runs with: the addresses of this stack's parts, and telemetry that leaves every 500 ms. */
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
    ...withAddresses(settings, addresses),
  };
}
