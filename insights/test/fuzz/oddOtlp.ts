import fc from 'fast-check';
import { mostly, odd, text } from './oddValues.ts';

export type Signal = 'traces' | 'logs' | 'metrics';

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((found) => Buffer.from(found).toString('hex'));
const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.record({ stringValue: mostly(text) }),
    fc.record({ intValue: mostly(fc.bigInt().map(String)) }),
    fc.record({ doubleValue: odd }),
    fc.record({ boolValue: odd }),
    fc.record({ bytesValue: odd }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('value'), { maxLength: 3 }) }) }),
    fc.record({
      kvlistValue: fc.record({
        values: fc.array(fc.record({ key: text, value: tie('value') }), { maxLength: 3 }),
      }),
    }),
  ),
})).value;

/** Attributes of a span, a record, a point or a resource. */
export const attributes = fc.array(
  fc.record({
    key: fc.oneof(
      fc.constantFrom(
        'session.id',
        'gen_ai.operation.name',
        'gen_ai.usage.output_tokens',
        'microsoft.custom_measurements',
        'microsoft.sample_rate',
        'exception.type',
        'http.request.method',
        'url.full',
      ),
      text,
    ),
    value: mostly(anyValue),
  }),
  { maxLength: 5 },
);
const nanos = mostly(fc.constantFrom('1764000000000000000', '1', '18446744073709551615', '0'));
const common = { attributes: mostly(attributes), timeUnixNano: nanos };
/** A span, a log record or a metric, or nearly. */
export const sentOf: Readonly<Record<Signal, fc.Arbitrary<unknown>>> = {
  traces: fc.record({
    traceId: mostly(hex(16)),
    spanId: mostly(hex(8)),
    parentSpanId: mostly(hex(8)),
    name: mostly(text),
    kind: odd,
    startTimeUnixNano: nanos,
    endTimeUnixNano: nanos,
    status: mostly(fc.record({ code: odd })),
    attributes: mostly(attributes),
    events: mostly(fc.array(fc.record({ ...common, name: mostly(fc.constant('exception')) }))),
    links: odd,
  }),
  logs: fc.record({
    ...common,
    observedTimeUnixNano: nanos,
    severityNumber: odd,
    body: mostly(anyValue),
    traceId: mostly(hex(16)),
    spanId: mostly(hex(8)),
  }),
  metrics: fc.record({
    name: mostly(text),
    sum: mostly(
      fc.record({ dataPoints: fc.array(fc.record({ ...common, asInt: odd, asDouble: odd })) }),
    ),
    histogram: mostly(
      fc.record({ dataPoints: fc.array(fc.record({ ...common, sum: odd, count: odd, min: odd })) }),
    ),
  }),
};
const lists = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

/** Which of the three. */
export const signal = fc.constantFrom<Signal[]>('traces', 'logs', 'metrics');
/** A request of OTLP that sends these. */
export const toRequest = (of: Signal, sent: readonly unknown[], resource: unknown) => {
  const [resources, scopes, records] = lists[of];
  return { [resources]: [{ resource: { attributes: resource }, [scopes]: [{ [records]: sent }] }] };
};
