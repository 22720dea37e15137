import { Refusal } from '../refusal.ts';
import type { Route } from '../route.ts';
import { encodingOf, fallbackEncoding } from './encoding/encoding.ts';
import { type Signal, signals, takeExport } from './takeExport.ts';

/**
 * `POST /v1/traces`, `/v1/logs` and `/v1/metrics` of OTLP/HTTP, JSON or protobuf:
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export const otlp = {
  traces: toRoute(signals.traces),
  logs: toRoute(signals.logs),
  metrics: toRoute(signals.metrics),
} as const;

function toRoute(signal: Signal): Route {
  return {
    async take(headers, readBody, accept) {
      const encoding = encodingOf(headers);
      if (encoding === undefined) {
        throw new Refusal(
          415,
          'The content-type must be application/json or application/x-protobuf.',
        );
      }
      const body = takeExport(signal, encoding, await readBody(), accept);
      return { status: 200, type: encoding.type, body };
    },
    refuse({ status, message: reason }, headers) {
      const encoding = encodingOf(headers) ?? fallbackEncoding;
      const body = encoding.encode('RpcStatus', { message: reason });
      return { status, type: encoding.type, body };
    },
  };
}
