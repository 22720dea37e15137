import type { Item } from '../../parseItem.ts';
import { type Fields, number } from '../../untrusted.ts';
import { toSpanDimensions } from '../dimensions.ts';
import { firstOf } from '../keyValues.ts';
import { toMeasurements } from '../measurements.ts';
import { toTimestamp } from '../unixNano.ts';
import { dependencyFields } from './dependencyFields.ts';
import type { Span } from './parseSpan.ts';
import { requestFields } from './requestFields.ts';
import { spanTags } from './spanTags.ts';

/** The item of a span: SERVER and CONSUMER are requests, all others dependencies. */
export function spanItem(span: Span, resource: Fields): Item {
  const isRequest = span.kind === 'server' || span.kind === 'consumer';
  const tags = { ...resource, ...spanTags(span) };
  const own = isRequest
    ? requestFields(span, firstOf(tags, 'ai.operation.name'))
    : dependencyFields(span);
  return {
    table: isRequest ? 'requests' : 'dependencies',
    baseType: isRequest ? 'RequestData' : 'RemoteDependencyData',
    timestamp: toTimestamp(span.start),
    itemCount: itemCount(number(span.attributes['microsoft.sample_rate']) ?? 100),
    tags,
    base: {
      ...own,
      id: span.spanId,
      duration: span.durationMs,
      properties: { ...toSpanDimensions(span.attributes, !isRequest), ...links(span) },
      measurements: { ...toMeasurements(span.attributes), ...(own.measurements ?? {}) },
    },
  };
}

/** How many spans one stands for, of which this percentage was kept. */
function itemCount(percentage: number): number {
  return percentage > 0 && percentage <= 100 ? Math.round(100 / percentage) : 1;
}

/** `_MS.links`, the dimension in which Application Insights looks for links. */
function links({ links }: Span): Fields {
  if (links.length === 0) return {};
  const linked = links.map(({ traceId, spanId }) => ({ operation_Id: traceId, id: spanId }));
  return { '_MS.links': JSON.stringify(linked) };
}
