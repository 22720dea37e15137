import { type Fields, fields, list, text } from '../../untrusted.ts';
import { enumNumber } from '../enumNumber.ts';
import { toId } from '../identifiers.ts';
import { type Attributes, toAttributes } from '../keyValues.ts';
import { msBetween, toNanos } from '../unixNano.ts';

/** A span that can become a row. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly start: bigint;
  readonly durationMs: number;
  readonly status: 'unset' | 'ok' | 'error';
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
}

/** Something that happened within a span. */
export interface SpanEvent {
  readonly name: string;
  readonly time: bigint;
  readonly attributes: Attributes;
}

/** Another span that this one knows of. */
interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** In the order of the protocol's numbers; unspecified (0) counts as internal, as the protocol asks. */
const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const kindNames = ['unspecified', ...kinds.slice(1)];
const statuses = ['unset', 'ok', 'error'] as const;

/** Reads a span of OTLP; gives the reason when it is none. */
export function parseSpan(sent: unknown): Span | string {
  const span = fields(sent);
  const traceId = toId(span.traceId, 16);
  const spanId = toId(span.spanId, 8);
  const start = toNanos(span.startTimeUnixNano);
  if (traceId === undefined || spanId === undefined || start === undefined) {
    return 'A span needs traceId, spanId and startTimeUnixNano.';
  }
  const attributes = toAttributes(span.attributes);
  return {
    traceId,
    spanId,
    parentSpanId: toId(span.parentSpanId, 8),
    name: text(span.name) ?? '',
    kind: kinds[enumNumber(span.kind, 'span_kind_', kindNames) ?? 0] ?? 'internal',
    start,
    durationMs: msBetween(start, toNanos(span.endTimeUnixNano)),
    status: toStatus(span, attributes),
    attributes,
    events: list(span.events).map((event) => toEvent(fields(event), start)),
    links: list(span.links).flatMap((link) => toLink(fields(link))),
  };
}

/** Langfuse says by an attribute alone that a call failed. */
function toStatus(span: Fields, attributes: Attributes): Span['status'] {
  const code = enumNumber(fields(span.status).code, 'status_code_', statuses) ?? 0;
  const failed = code === 0 && attributes['langfuse.observation.level'] === 'ERROR';
  return failed ? 'error' : (statuses[code] ?? 'unset');
}

function toEvent(event: Fields, start: bigint): SpanEvent {
  return {
    name: text(event.name) ?? '',
    time: toNanos(event.timeUnixNano) ?? start,
    attributes: toAttributes(event.attributes),
  };
}

function toLink(link: Fields): readonly SpanLink[] {
  const traceId = toId(link.traceId, 16);
  const spanId = toId(link.spanId, 8);
  if (traceId === undefined || spanId === undefined) return [];
  return [{ traceId, spanId, attributes: toAttributes(link.attributes) }];
}
