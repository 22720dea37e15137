/** What is run and recorded: the script of an SDK and its settings, a web SDK in a browser, or an SDK for .NET. */
export interface Sender {
  readonly protocol: 'http' | 'grpc';
  /** In sdks/. */
  readonly script?: string;
  readonly web?: 'web2' | 'web3';
  readonly dotnet?: 'applicationinsights' | 'otlp';
  readonly env?: Readonly<Record<string, string>>;
}

/** Every SDK, by the name of its recording. */
export const senders = {
  'applicationinsights-1': { protocol: 'http', script: 'applicationinsights1' },
  'applicationinsights-web-2': { protocol: 'http', web: 'web2' },
  'applicationinsights-web-3': { protocol: 'http', web: 'web3' },
  'dotnet-applicationinsights-2': { protocol: 'http', dotnet: 'applicationinsights' },
  'dotnet-otlp': { protocol: 'grpc', dotnet: 'otlp' },
  'otlp-grpc': { protocol: 'grpc', script: 'otlpGrpc' },
  'otlp-grpc-gzip': {
    protocol: 'grpc',
    script: 'otlpGrpc',
    env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
  },
  'ai-sdk-6': { protocol: 'http', script: 'aiSdk6' },
  'ai-sdk-7': { protocol: 'http', script: 'aiSdk7' },
  langfuse: { protocol: 'http', script: 'langfuse' },
  openinference: { protocol: 'http', script: 'openinference' },
  'opentelemetry-openai': { protocol: 'http', script: 'openTelemetryOpenai' },
  traceloop: { protocol: 'http', script: 'traceloop' },
} as const satisfies Readonly<Record<string, Sender>>;

export type SenderName = keyof typeof senders;
