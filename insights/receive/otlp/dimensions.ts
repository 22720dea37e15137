import { pairs, text } from '../untrusted.ts';
import { type Attributes, firstOf } from './keyValues.ts';

/**
 * Attributes that the Azure Monitor exporter leaves out of customDimensions, since they are columns or tags
 * (`legacySemanticValues` and `httpSemanticValues` in its types.ts, 1.0.0-beta.47).
 */
const columns: ReadonlySet<string> = new Set(
  `ai.operation.name client.address client.port db.name db.operation db.statement db.system enduser.id
  enduser.pseudo.id error.type exception.message exception.stacktrace exception.type http.client_ip http.flavor
  http.host http.method http.request.method http.response.status_code http.route http.scheme http.status_code
  http.status_text http.target http.url http.user_agent microsoft.custom_measurements net.host.ip net.host.name
  net.host.port net.peer.ip net.peer.name net.peer.port net.transport network.local.address network.local.port
  network.peer.address network.peer.port network.protocol.name network.protocol.version network.transport
  peer.service rpc.grpc.status_code rpc.system server.address server.port session.id url.full url.path url.query
  url.scheme user_agent.original user_agent.synthetic.type`.split(/\s+/),
);

const agent = /^microsoft\.gen_ai\.main_agent\.(?:name|id|version|conversation_id)$/;

/** customDimensions of a log record or of an event of a span. */
export function toDimensions(attributes: Attributes): Record<string, string> {
  const kept = Object.entries(attributes).filter(([key]) => !columns.has(key) && !isInternal(key));
  return toTexts(Object.fromEntries(kept));
}

/** customDimensions of a span: a database keeps its server, and a call to one has its statement in a column. */
export function toSpanDimensions(attributes: Attributes, isCall: boolean): Record<string, string> {
  const isDatabase =
    firstOf(attributes, 'http.request.method', 'http.method') === undefined &&
    firstOf(attributes, 'db.system.name', 'db.system') !== undefined;
  const kept = Object.entries(attributes).filter(([key]) => {
    if (isDatabase && /^server\.(?:address|port)$/.test(key)) return true;
    if (
      isDatabase &&
      isCall &&
      /^db\.(?:system\.name|namespace|query\.text|operation\.name)$/.test(key)
    )
      return false;
    return !columns.has(key) && !isInternal(key);
  });
  return toTexts(Object.fromEntries(kept));
}

/** Attributes as they stand in a column of texts: what is no scalar as JSON. */
export function toTexts(attributes: Attributes): Record<string, string> {
  return pairs(attributes, (value) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : text(value),
  );
}

function isInternal(key: string): boolean {
  if (key.startsWith('_MS.')) return key !== '_MS.ProcessedByMetricExtractors';
  return key.startsWith('microsoft.') && !agent.test(key);
}
