import type { TelemetryConfig } from '../config.ts';

/**
 * Sets the switches that the OpenTelemetry SDK and Azure Monitor read from the environment alone, before they load.
 * What the user set stays, but for a foreign sampler: it would drop calls behind the ratio's back.
 */
export function setEnvironment(config: TelemetryConfig): void {
  // A recorded span can be 48 KiB instead of 1; the smaller queue holds the same memory.
  const [queue, batch] = config.contentRecording ? ['2048', '32'] : ['32768', '2048'];
  Object.assign(process.env, {
    OTEL_BSP_MAX_QUEUE_SIZE: queue,
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: batch,
    // Other detectors wait for the network, and export() with them.
    OTEL_NODE_RESOURCE_DETECTORS: 'env',
    APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
    // An item of its own in every request, with what each row's tags say already.
    APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED: 'true',
    OTEL_SERVICE_NAME: config.serviceName,
    ...config.userEnvironment,
    OTEL_RESOURCE_ATTRIBUTES: [
      `service.version=${config.serviceVersion}`,
      // Else the exporter asks the system for its name with every row.
      `service.instance.id=${encodeURIComponent(config.serviceInstance)}`,
      config.userEnvironment.OTEL_RESOURCE_ATTRIBUTES,
    ]
      .filter(Boolean)
      .join(','),
  });
  delete process.env.OTEL_TRACES_SAMPLER;
  delete process.env.OTEL_TRACES_SAMPLER_ARG;
}
