import type { IncomingMessage } from 'node:http';
import { toPlainPath } from './plainPath.ts';

/** Telemetry that came where nothing takes it: what was seen, and the line that mends it at its sender. */
export interface Unrouted {
  readonly seen: string;
  readonly mend: string;
}

/** What a request that no route takes most likely is; undefined when it is none that sends something. */
export function toUnrouted(
  { method, headers }: IncomingMessage,
  pathname: string,
  url: string,
): Unrouted | undefined {
  if (method !== 'POST' && method !== 'PUT') return undefined;
  const path = toPlainPath(pathname);
  const type = headers['content-type'] ?? '';
  if (/^application\/grpc/i.test(type) || /\.collector\./.test(path)) {
    return {
      seen: 'OTLP over gRPC-Web, or gRPC through a proxy',
      mend: `OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf and OTEL_EXPORTER_OTLP_ENDPOINT=${url}`,
    };
  }
  const isOtlp =
    /protobuf/i.test(type) || /otlp|otel|opentelemetry/.test(path) || /^\/v1\b/.test(path);
  return {
    seen: `${method} ${toShown(path)}`,
    mend:
      isOtlp || path === '/'
        ? `OTLP goes to ${url}/v1/traces, /v1/logs and /v1/metrics: OTEL_EXPORTER_OTLP_ENDPOINT=${url} adds them`
        : `an Application Insights SDK takes the connection string with IngestionEndpoint=${url}/; OTLP takes OTEL_EXPORTER_OTLP_ENDPOINT=${url}`,
  };
}

const mostShown = 60;

/** A path may hold anything; so much of it tells what was meant. */
function toShown(path: string): string {
  const plain = path.replaceAll(/[^\w./-]/g, '_');
  return plain.length > mostShown ? `${plain.slice(0, mostShown)}…` : plain;
}
