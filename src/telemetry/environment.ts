import type { TelemetryConfig } from '../config.ts';

/**
 * Sets the switches that the OpenTelemetry SDK and Azure Monitor read from the environment alone, before they
 * load. The user's own values stay, except a foreign sampler, which would drop calls in spite of the ratio.
 */
export function setEnvironment(config: TelemetryConfig): void {
  // A span with content can have 48 KiB instead of 1; the smaller queue takes the same memory.
  const [queue, batch] = config.contentRecording ? ['2048', '32'] : ['32768', '2048'];
  Object.assign(process.env, {
    OTEL_BSP_MAX_QUEUE_SIZE: queue,
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: batch,
    // Other detectors wait for the network, and export() waits for them.
    OTEL_NODE_RESOURCE_DETECTORS: 'env',
    APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
    // It would be an extra item in every request, with facts that the tags of each row have already.
    APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED: 'true',
    OTEL_SERVICE_NAME: config.serviceName,
    ...config.userEnvironment,
    OTEL_RESOURCE_ATTRIBUTES: [
      `service.version=${config.serviceVersion}`,
      // Without it the exporter asks the system for its name for every row.
      `service.instance.id=${encodeURIComponent(config.serviceInstance)}`,
      config.userEnvironment.OTEL_RESOURCE_ATTRIBUTES,
    ]
      .filter(Boolean)
      .join(','),
  });
  delete process.env.OTEL_TRACES_SAMPLER;
  delete process.env.OTEL_TRACES_SAMPLER_ARG;
}
