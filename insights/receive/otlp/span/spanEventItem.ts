import type { Item } from '../../parseItem.ts';
import type { Fields } from '../../untrusted.ts';
import { toDimensions } from '../dimensions.ts';
import { exceptionFields } from '../exceptionFields.ts';
import { toMeasurements } from '../measurements.ts';
import { toTimestamp } from '../unixNano.ts';
import type { Span, SpanEvent } from './parseSpan.ts';

/** The item of an event of a span: an exception, or a trace with the event's name. */
export function spanEventItem(event: SpanEvent, span: Span, resource: Fields): Item {
  const session = event.attributes['session.id'] ?? span.attributes['session.id'];
  const common = {
    timestamp: toTimestamp(event.time),
    itemCount: 1,
    tags: {
      ...resource,
      'ai.operation.id': span.traceId,
      'ai.operation.parentId': span.spanId,
      'ai.session.id': typeof session === 'string' ? session : undefined,
    },
  };
  const data = {
    properties: toDimensions(event.attributes),
    measurements: toMeasurements(event.attributes),
  };
  if (event.name === 'exception') {
    const base = { ...exceptionFields(event.attributes), ...data };
    return { ...common, table: 'exceptions', baseType: 'ExceptionData', base };
  }
  return {
    ...common,
    table: 'traces',
    baseType: 'MessageData',
    base: { message: event.name, ...data },
  };
}
