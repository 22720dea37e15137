import { type Attributes, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { AnyValueMap, SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import type { Row } from '../../row.ts';
import { startReceiver } from './startReceiver.ts';

process.env.APPLICATION_INSIGHTS_NO_STATSBEAT = '1'; // read by the exporter when it is imported
process.env.APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED = 'true';
const { AzureMonitorLogExporter, AzureMonitorTraceExporter } = await import(
  '@azure/monitor-opentelemetry-exporter'
);

const resource = resourceFromAttributes({
  'service.name': 'store',
  'service.namespace': 'shop',
  'service.instance.id': 'one',
  'service.version': '1.2.3',
});

/** Exporters of both ways to the same receiver. */
async function startBoth() {
  const azure = await startReceiver();
  const otlp = await startReceiver();
  // `host` is untyped but honoured: a connection string cannot name plain http.
  const options = {
    connectionString: 'InstrumentationKey=00000000-0000-0000-0000-000000000000',
    host: azure.url,
    allowInsecureConnection: true,
    disableOfflineStorage: true,
  };
  const bothHave = (count: number) =>
    until(
      `${count} rows at both`,
      () => [azure.rows.length, otlp.rows.length],
      (found) => found.every((each) => each >= count),
    );
  return { azure, otlp, options, bothHave };
}

/** Rows without what the way itself puts in, in an order of their own. */
function compared(rows: readonly Row[]): object[] {
  return rows
    .map(({ iKey: _iKey, sdkVersion: _sdkVersion, ...row }) => row)
    .map((row) => ({ ...row, data: row.data || undefined })) // empty is absent in a table
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

/** Fixed, since the ways round differently what lies within a millisecond. */
const startTime = Date.parse('2026-11-24T12:00:00.000Z');
const endTime = startTime + 1_234;

const { CLIENT, CONSUMER, INTERNAL, PRODUCER, SERVER } = SpanKind;
const spans: [string, SpanKind, Attributes][] = [
  ['a plain one', INTERNAL, { text: 'a', count: 3, ratio: 0.5, yes: true, list: ['a', 'b'] }],
  [
    'a GenAI call',
    CLIENT,
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 5,
      'server.address': 'host',
      'server.port': 443,
      'error.type': 'timeout',
      'microsoft.custom_measurements': '{"cost":0.25,"bad":"7"}',
      'microsoft.gen_ai.main_agent.name': 'guide',
    },
  ],
  [
    'an HTTP call, stable names',
    CLIENT,
    {
      'http.request.method': 'GET',
      'url.full': 'https://api.example:443/v1/items?x=1',
      'http.response.status_code': 404,
      'server.address': 'api.example',
      'network.peer.address': '10.0.0.1',
    },
  ],
  [
    'an HTTP call, older names',
    CLIENT,
    {
      'http.method': 'POST',
      'http.url': 'http://api.example:80/v1/items',
      'http.status_code': 201,
      'net.peer.name': 'api.example',
    },
  ],
  ['an HTTP call without a URL', CLIENT, { 'http.method': 'GET', 'http.host': 'api.example' }],
  [
    'an HTTP call in parts',
    CLIENT,
    {
      'http.method': 'GET',
      'http.scheme': 'http',
      'http.target': '/x',
      'net.peer.port': 81,
      'net.peer.ip': '10.0.0.1',
    },
  ],
  ...[
    'https://a.example:443/x',
    'http://a.example:80',
    'http://a.example:443/',
    'https://a:4430/',
  ].map((url): [string, SpanKind, Attributes] => [
    `a call to ${url}`,
    CLIENT,
    { 'http.method': 'GET', 'http.url': url },
  ]),
  ['a peer by name', CLIENT, { 'http.method': 'GET', 'peer.service': 'shop' }],
  [
    'a request, stable names',
    SERVER,
    {
      'http.request.method': 'GET',
      'http.route': '/items/{id}',
      'url.scheme': 'https',
      'url.path': '/items/7',
      'server.address': 'shop.example',
      'http.response.status_code': 500,
      'client.address': '192.0.2.7',
      'user_agent.synthetic.type': 'bot',
    },
  ],
  [
    'a request, older names',
    SERVER,
    { 'http.method': 'GET', 'http.url': 'http://shop.example/items?x=1', 'http.status_code': 200 },
  ],
  ['a request without HTTP', SERVER, { 'rpc.grpc.status_code': 5 }],
  [
    'a user',
    SERVER,
    {
      'session.id': 's1',
      'enduser.id': 'u1',
      'enduser.pseudo.id': 'p1',
      'microsoft.client.ip': '192.0.2.8',
    },
  ],
  [
    'a database, stable names',
    CLIENT,
    {
      'db.system.name': 'postgresql',
      'db.namespace': 'shop',
      'db.query.text': 'SELECT 1',
      'db.operation.name': 'SELECT',
      'server.address': 'db.example',
      'server.port': 5432,
    },
  ],
  [
    'a database, older names',
    CLIENT,
    { 'db.system': 'mssql', 'db.name': 'shop', 'db.statement': 'SELECT 1', 'net.peer.name': 'db' },
  ],
  ['a database and nothing more', CLIENT, { 'db.system': 'redis', 'db.operation': 'GET' }],
  ...'db2 derby h2 hsqldb mariadb mongodb mssql oracle other_sql postgresql sqlite tidb'
    .split(' ')
    .map((system): [string, SpanKind, Attributes] => [
      `a call to ${system}`,
      CLIENT,
      { 'db.system': system },
    ]),
  [
    'a call by gRPC',
    CLIENT,
    { 'rpc.system': 'grpc', 'rpc.grpc.status_code': 14, 'net.peer.name': 'shop' },
  ],
  ['a call by RPC without a peer', CLIENT, { 'rpc.system': 'aws-api' }],
  ['a message sent', PRODUCER, { 'messaging.system': 'kafka', 'messaging.destination.name': 'q' }],
  [
    'an event hub',
    CLIENT,
    {
      'az.namespace': 'Microsoft.EventHub',
      'net.peer.name': 'hub.example/',
      'message_bus.destination': 'h',
    },
  ],
  ['an event hub sent to', PRODUCER, { 'az.namespace': 'Microsoft.EventHub' }],
  ['an Azure SDK', INTERNAL, { 'az.namespace': 'Microsoft.Storage' }],
  ['a sampled one', INTERNAL, { 'microsoft.sample_rate': 25 }],
  ['a long one', CLIENT, { 'db.system': 'mysql', 'db.statement': 'x'.repeat(9_000) }],
  ['a named operation', CLIENT, { 'ai.operation.name': 'GET /items' }],
];

describe('what comes by OTLP makes the rows that the Azure Monitor exporter makes', () => {
  it.each(spans)('%s', async (name, kind, attributes) => {
    const { azure, otlp, options, bothHave } = await startBoth();
    const tracing = new BasicTracerProvider({
      resource,
      spanProcessors: [
        new SimpleSpanProcessor(new AzureMonitorTraceExporter(options)),
        new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${otlp.url}/v1/traces` })),
      ],
    });
    const tracer = tracing.getTracer('test');
    const parent = tracer.startSpan('parent', { startTime });
    const inParent = trace.setSpan(ROOT_CONTEXT, parent);
    for (const code of [SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR]) {
      const span = tracer.startSpan(name, { kind, attributes, startTime }, inParent);
      span.addLink({ context: parent.spanContext() });
      span.setStatus({ code });
      span.end(endTime);
    }
    parent.recordException(new TypeError('broken'), startTime);
    parent.addEvent('retried', { attempt: 2, 'session.id': 's2' }, startTime);
    parent.end(endTime);
    await tracing.forceFlush();
    await bothHave(6);
    expect(compared(otlp.rows)).toEqual(compared(azure.rows));
    await tracing.shutdown();
  });

  it('a message received, which the exporter leaves without a name', async () => {
    const { azure, otlp, options, bothHave } = await startBoth();
    const tracing = new BasicTracerProvider({
      resource,
      spanProcessors: [
        new SimpleSpanProcessor(new AzureMonitorTraceExporter(options)),
        new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${otlp.url}/v1/traces` })),
      ],
    });
    const attributes = { 'az.namespace': 'Microsoft.EventHub', 'message_bus.destination': 'h' };
    tracing
      .getTracer('test')
      .startSpan('take', { kind: CONSUMER, attributes, startTime })
      .end(endTime);
    await tracing.forceFlush();
    await bothHave(1);
    expect(compared(otlp.rows)).toEqual(
      compared(azure.rows.map((row) => ({ ...row, name: 'take' }))),
    );
    expect(otlp.rows).toMatchObject([{ source: 'unknown/h' }]);
    await tracing.shutdown();
  });

  it.each<[string, { body?: string | AnyValueMap; attributes?: AnyValueMap }]>([
    ['a line', { body: 'hello', attributes: { key: 'value', 'session.id': 's1' } }],
    ['a structure', { body: { deep: [1, 'a'] } }],
    ['a line without words', { attributes: { key: 'value' } }],
    ['an event', { attributes: { 'microsoft.custom_event.name': 'bought', 'enduser.id': 'u' } }],
    [
      'an exception',
      {
        attributes: {
          'exception.type': 'TypeError',
          'exception.message': 'broken',
          'exception.stacktrace': 'at here',
        },
      },
    ],
    [
      'an availability result',
      {
        body: 'fine',
        attributes: {
          'microsoft.availability.id': 'a1',
          'microsoft.availability.name': 'ping',
          'microsoft.availability.duration': '00:00:01.5000000',
          'microsoft.availability.success': 'false',
          'microsoft.availability.runLocation': 'here',
        },
      },
    ],
    ['a measured line', { body: 'x', attributes: { 'microsoft.custom_measurements': '{"n":1}' } }],
    ['a long line', { body: 'x'.repeat(40_000) }],
  ])('log record: %s', async (_name, record) => {
    const { azure, otlp, options, bothHave } = await startBoth();
    const logging = new LoggerProvider({
      resource,
      processors: [
        new SimpleLogRecordProcessor({ exporter: new AzureMonitorLogExporter(options) }),
        new SimpleLogRecordProcessor({
          exporter: new OTLPLogExporter({ url: `${otlp.url}/v1/logs` }),
        }),
      ],
    });
    const context = trace.setSpanContext(ROOT_CONTEXT, {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
    });
    const severities = [1, 8, 9, 12, 13, 16, 17, 20, 21, 24] satisfies SeverityNumber[];
    for (const severityNumber of severities) {
      logging.getLogger('test').emit({ ...record, timestamp: startTime, severityNumber, context });
    }
    await logging.forceFlush();
    await bothHave(severities.length);
    expect(compared(otlp.rows)).toEqual(compared(azure.rows));
    await logging.shutdown();
  });
});
