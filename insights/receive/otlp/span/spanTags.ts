import type { Fields } from '../../untrusted.ts';
import { firstOf } from '../keyValues.ts';
import { userTags } from '../userTags.ts';
import { methodAndPath, toHttpCall } from './httpAttributes.ts';
import type { Span } from './parseSpan.ts';

/** The tags of a span: its trace, its user, and for a server what the operation is called and who asked. */
export function spanTags(span: Span): Fields {
  const user = userTags(span.attributes);
  const tags = {
    ...user,
    'ai.operation.id': span.traceId,
    'ai.operation.parentId': span.parentSpanId,
  };
  if (span.kind !== 'server') return tags;
  const ip =
    user['ai.location.ip'] ??
    firstOf(
      span.attributes,
      'client.address',
      'http.client_ip',
      'network.peer.address',
      'net.peer.ip',
    );
  return { ...tags, 'ai.location.ip': ip, 'ai.operation.name': operationName(span) };
}

function operationName({ name, attributes }: Span): string {
  const http = toHttpCall(attributes);
  if (http === undefined) return name;
  if (http.route !== undefined) return `${http.method} ${http.route}`;
  return methodAndPath(http.method, http.sentUrl) ?? name;
}
