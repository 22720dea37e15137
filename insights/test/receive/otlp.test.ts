import {
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { describe, expect, it } from 'vitest';
import { messageType } from '../../receive/otlp/encoding/schema.ts';
import { startReceiver } from './startReceiver.ts';

const nanos = '1764000000123456789';
const timestamp = '2025-11-24T16:00:00.123456Z';
const traceId = '5B8EFFF798038103D269B633813FC60C';
const spanId = 'EEE19B7EC3C1B174';

const span = {
  traceId,
  spanId,
  name: 'chat',
  kind: 3,
  startTimeUnixNano: nanos,
  endTimeUnixNano: '1764000001357956789',
};
const record = { timeUnixNano: nanos, body: { stringValue: 'hello' } };
const point = { timeUnixNano: nanos, asDouble: 1.5 };

const attributes = [{ key: 'service.name', value: { stringValue: 'store' } }];
const traces = (...spans: unknown[]) => ({
  resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }],
});
const logs = (...logRecords: unknown[]) => ({
  resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }],
});
const metrics = (...sent: unknown[]) => ({
  resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ metrics: sent }] }],
});

/** A request in protobuf, from the same object: identifiers are bytes there. */
function toProtobuf(name: string, request: object): Uint8Array {
  const bytes = JSON.parse(JSON.stringify(request), (key, value) =>
    /^(?:trace|span)Id$/.test(key) ? Buffer.from(value, 'hex').toString('base64') : value,
  );
  const type = messageType(name);
  return type.encode(type.fromObject(bytes)).finish();
}

const proto = { 'content-type': 'application/x-protobuf' };
const signals = [
  {
    path: '/v1/traces',
    message: 'TracesRequest',
    read: (body: Uint8Array) => ProtobufTraceSerializer.deserializeResponse(body),
    counter: 'rejectedSpans',
    good: traces(span),
    mixed: traces(span, { ...span, traceId: '0'.repeat(32) }, { ...span, spanId: '' }),
    reason: 'A span needs traceId, spanId and startTimeUnixNano.',
  },
  {
    path: '/v1/logs',
    message: 'LogsRequest',
    read: (body: Uint8Array) => ProtobufLogsSerializer.deserializeResponse(body),
    counter: 'rejectedLogRecords',
    good: logs(record),
    mixed: logs(record, {}, { body: { stringValue: 'when?' } }),
    reason: 'A log record needs timeUnixNano or observedTimeUnixNano.',
  },
  {
    path: '/v1/metrics',
    message: 'MetricsRequest',
    read: (body: Uint8Array) => ProtobufMetricsSerializer.deserializeResponse(body),
    counter: 'rejectedDataPoints',
    good: metrics({ name: 'm', gauge: { dataPoints: [point] } }),
    mixed: metrics({
      name: 'm',
      gauge: { dataPoints: [point, { asDouble: 1 }, { timeUnixNano: nanos }] },
    }),
    reason: 'A data point needs the name of its metric, timeUnixNano and a finite value.',
  },
];

describe.each(signals)('$path', ({ path, message, read, counter, good, mixed, reason }) => {
  it('answers an empty message of the same encoding when all was taken', async () => {
    const receiver = await startReceiver();
    const json = await receiver.post(path, good, {
      'content-type': 'Application/JSON; charset=utf-8',
    });
    expect(json.status).toBe(200);
    expect(json.headers.get('content-type')).toBe('application/json');
    expect(await json.json()).toEqual({});
    const binary = await receiver.post(path, toProtobuf(message, good), proto);
    expect(binary.status).toBe(200);
    expect(binary.headers.get('content-type')).toBe('application/x-protobuf');
    expect((await binary.arrayBuffer()).byteLength).toBe(0);
    expect(receiver.rows).toHaveLength(2);
    expect(receiver.rows[1]).toEqual(receiver.rows[0]);
    expect(receiver.rows[0]).toMatchObject({ timestamp, cloud_RoleName: 'store' });
  });

  it('takes an empty request', async () => {
    const receiver = await startReceiver();
    expect((await receiver.post(path, {})).status).toBe(200);
    expect((await receiver.post(path, new Uint8Array(), proto)).status).toBe(200);
    expect(receiver.rows).toEqual([]);
  });

  it('counts what it could not read, and takes the rest', async () => {
    const receiver = await startReceiver();
    const json = await receiver.post(path, mixed);
    expect(json.status).toBe(200);
    expect(await json.json()).toEqual({ partialSuccess: { [counter]: '2', errorMessage: reason } });
    const binary = await receiver.post(path, toProtobuf(message, mixed), proto);
    expect(binary.status).toBe(200);
    const answer = read(new Uint8Array(await binary.arrayBuffer()));
    expect(answer.partialSuccess).toMatchObject({ errorMessage: reason });
    expect(`${(answer.partialSuccess as Record<string, unknown>)[counter]}`).toBe('2');
    expect(receiver.rows).toHaveLength(2);
    expect(receiver.refused).toEqual([reason, reason, reason, reason]);
  });

  it('answers garbage with a Status', async () => {
    const receiver = await startReceiver();
    for (const garbage of ['', 'hello', '[]', '5', 'null']) {
      const response = await receiver.post(path, garbage);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({ message: 'The body is not a JSON object.' });
    }
    const binary = await receiver.post(path, Buffer.from('garbage'), proto);
    expect(binary.status).toBe(400);
    const words = Buffer.from('The body is not a protobuf message of this signal.');
    const status = Buffer.concat([Buffer.from([0x12, words.length]), words]);
    expect(Buffer.from(await binary.arrayBuffer())).toEqual(status);
    expect(receiver.rows).toEqual([]);
  });

  it('refuses any other type of content', async () => {
    const receiver = await startReceiver();
    for (const type of ['text/plain', 'application/grpc', 'application/x-www-form-urlencoded']) {
      const response = await receiver.post(path, '{}', { 'content-type': type });
      expect(response.status).toBe(415);
      expect(await response.json()).toEqual({ message: expect.stringContaining('content-type') });
    }
  });

  it('ignores fields that it does not know', async () => {
    const receiver = await startReceiver();
    expect((await receiver.post(path, { ...good, newField: [{ deep: true }] })).status).toBe(200);
    const unknown = Buffer.from([0xfa, 0x07, 0x01, 0x00]); // field 127, one byte
    const request = Buffer.concat([toProtobuf(message, good), unknown]);
    expect((await receiver.post(path, request, proto)).status).toBe(200);
    expect(receiver.rows).toHaveLength(2);
  });
});

describe('what a span becomes', () => {
  it('has lower-case identifiers, ms and ISO time', async () => {
    const receiver = await startReceiver();
    await receiver.post('/v1/traces', traces({ ...span, parentSpanId: 'EEE19B7EC3C1B173' }));
    expect(receiver.rows).toMatchObject([
      {
        itemType: 'dependencies',
        timestamp,
        id: 'eee19b7ec3c1b174',
        operation_Id: '5b8efff798038103d269b633813fc60c',
        operation_ParentId: 'eee19b7ec3c1b173',
        duration: 1234.5,
        type: 'Dependency',
        resultCode: '0',
        success: 'True',
      },
    ]);
  });

  it.each([
    [0, 'dependencies'],
    [1, 'dependencies'],
    [2, 'requests'],
    [3, 'dependencies'],
    [4, 'dependencies'],
    [5, 'requests'],
    [99, 'dependencies'],
  ])('of kind %i goes to %s', async (kind, table) => {
    const receiver = await startReceiver();
    await receiver.post('/v1/traces', traces({ ...span, kind }));
    expect(receiver.rows).toMatchObject([{ itemType: table }]);
  });

  it('keeps attributes of every type', async () => {
    const receiver = await startReceiver();
    const values = {
      text: { stringValue: 'a' },
      empty: { stringValue: '' },
      no: { boolValue: false },
      zero: { intValue: 0 },
      whole: { intValue: '7' },
      huge: { intValue: '9007199254740993' },
      ratio: { doubleValue: 0.5 },
      nan: { doubleValue: 'NaN' },
      bytes: { bytesValue: 'aGk=' },
      list: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } },
      map: { kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } },
    };
    const sent = Object.entries(values).map(([key, value]) => ({ key, value }));
    const request = traces({ ...span, attributes: [...sent, { key: 'none', value: {} }] });
    await receiver.post('/v1/traces', request);
    await receiver.post('/v1/traces', toProtobuf('TracesRequest', request), proto);
    const customDimensions = {
      text: 'a',
      empty: '',
      no: 'false',
      zero: '0',
      whole: '7',
      huge: '9007199254740993',
      ratio: '0.5',
      nan: 'NaN',
      bytes: 'aGk=',
      list: '["a",1]',
      map: '{"k":true}',
    };
    expect(receiver.rows.map((row) => row.customDimensions)).toEqual([
      customDimensions,
      customDimensions,
    ]);
  });

  it('is cut where Application Insights would refuse it, and that is told', async () => {
    const receiver = await startReceiver();
    await receiver.post('/v1/traces', traces({ ...span, name: 'x'.repeat(1_100) }));
    expect(receiver.rows[0]?.name).toHaveLength(1_024);
    expect(receiver.cut).toEqual([
      "100: Field 'name' on type 'RemoteDependencyData' is too long. Expected: 1024 characters, Actual: 1100",
    ]);
  });

  it('ends no earlier than it began', async () => {
    const receiver = await startReceiver();
    const { endTimeUnixNano: _end, ...open } = span;
    await receiver.post('/v1/traces', traces(open, { ...span, endTimeUnixNano: '1' }));
    expect(receiver.rows.map(({ duration }) => duration)).toEqual([0, 0]);
  });
});

describe('what a log record becomes', () => {
  it.each<[string, object, object]>([
    ['its body', record, { itemType: 'traces', message: 'hello' }],
    ['its name without a body', { ...record, body: undefined, eventName: 'e' }, { message: 'e' }],
    ['at least a word', { ...record, body: undefined }, { message: 'n/a' }],
    [
      'the time it was seen, when its own is unknown',
      { ...record, timeUnixNano: '0', observedTimeUnixNano: nanos },
      { timestamp },
    ],
    [
      'an exception by its message alone',
      { ...record, attributes: [{ key: 'exception.message', value: { stringValue: 'broken' } }] },
      { itemType: 'exceptions', outerMessage: 'broken' },
    ],
    [
      'a row of its span',
      { ...record, traceId, spanId },
      { operation_ParentId: 'eee19b7ec3c1b174' },
    ],
    ['a row of no trace', { ...record, traceId: 'zz' }, { operation_Id: '' }],
  ])('%s', async (_name, sent, row) => {
    const receiver = await startReceiver();
    await receiver.post('/v1/logs', logs(sent));
    expect(receiver.rows).toMatchObject([row]);
  });
});

describe('what a data point becomes', () => {
  const spread = { timeUnixNano: nanos, count: '4', sum: 10, min: 1, max: 4 };
  const columns = { value: 10, valueSum: 10, valueCount: 4, valueMin: 1, valueMax: 4 };
  const single = { valueCount: 1 };
  it.each<[string, object, object[]]>([
    ['gauge', { gauge: { dataPoints: [point] } }, [{ value: 1.5, ...single }]],
    [
      'sum of whole numbers',
      { sum: { dataPoints: [{ timeUnixNano: nanos, asInt: '-3' }] } },
      [{ value: -3, ...single }],
    ],
    ['zero', { sum: { dataPoints: [{ timeUnixNano: nanos, asInt: '0' }] } }, [{ value: 0 }]],
    ['histogram', { histogram: { dataPoints: [spread] } }, [columns]],
    ['exponential histogram', { exponentialHistogram: { dataPoints: [spread] } }, [columns]],
    [
      'histogram without a sum',
      { histogram: { dataPoints: [{ timeUnixNano: nanos, count: '2' }] } },
      [{ value: 0, valueCount: 2 }],
    ],
    [
      'summary',
      {
        summary: {
          dataPoints: [
            {
              timeUnixNano: nanos,
              count: '4',
              sum: 10,
              quantileValues: [
                { quantile: 0, value: 1 },
                { quantile: 1, value: 4 },
              ],
            },
          ],
        },
      },
      [columns],
    ],
    ['point without a value', { gauge: { dataPoints: [{ timeUnixNano: nanos, flags: 1 }] } }, []],
  ])('%s', async (_name, data, rows) => {
    const receiver = await startReceiver();
    const request = metrics({ name: 'm', ...data });
    const expected = rows.map((row) => ({
      itemType: 'customMetrics',
      name: 'm',
      timestamp,
      ...row,
    }));
    for (const [body, headers] of [
      [request, {}],
      [toProtobuf('MetricsRequest', request), proto],
    ] as const) {
      const response = await receiver.post('/v1/metrics', body, headers);
      expect((await response.arrayBuffer()).byteLength).toBeLessThanOrEqual(2); // {} or nothing: none rejected
    }
    expect(receiver.rows).toMatchObject([...expected, ...expected]);
  });
});
