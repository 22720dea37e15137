import type { Fields } from '../../untrusted.ts';
import { firstOf } from '../keyValues.ts';
import { messageBusTarget, msSinceEnqueued } from './eventHub.ts';
import { toHttpCall } from './httpAttributes.ts';
import type { Span } from './parseSpan.ts';

/** The base data of a request: a SERVER or CONSUMER span. */
export function requestFields(span: Span, operationName: string | undefined): Fields {
  const http = toHttpCall(span.attributes);
  const rpcStatus = firstOf(span.attributes, 'rpc.grpc.status_code');
  const code = http === undefined ? rpcStatus : http.status;
  const source = span.kind === 'consumer' ? messageBusTarget(span) : undefined;
  return {
    name: operationName ?? span.name,
    url: http?.url,
    responseCode: code ?? '0',
    success: span.status === 'unset' ? (Number(http?.status) || 0) < 400 : span.status === 'ok',
    source,
    ...(source === undefined ? {} : { measurements: { timeSinceEnqueued: msSinceEnqueued(span) } }),
  };
}
