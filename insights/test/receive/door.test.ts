import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import type { Health } from '../../api.ts';
import { start } from '../running.ts';

const now = () => new Date().toISOString();
const item = (baseType: string, baseData: object, time = now()) => ({
  time,
  tags: { 'ai.operation.id': 'op' },
  data: { baseType, baseData },
});
const line = (message: string, more: object = {}) => item('MessageData', { message, ...more });

async function open() {
  const said: string[] = [];
  const { url } = await start({ say: (text) => said.push(text) });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url,
    said,
    post,
    rows: async (table: string) => {
      const { items } = (await (await fetch(`${url}/api/tables/${table}`)).json()) as {
        items: Record<string, unknown>[];
      };
      return items;
    },
    async check(name: string) {
      const { checks } = (await (await fetch(`${url}/api/health`)).json()) as Health;
      return checks.find((each) => each.name === name);
    },
  };
}

describe('telemetry is taken whatever stands before its path', () => {
  it.each(['//v2/track', '/V2/Track', '/v2.1//track/', '/some/prefix/v2/track', '/api/v2.1/track'])(
    'items at %s',
    async (path) => {
      const { post, rows } = await open();
      expect((await post(path, [line('hello')])).status).toBe(200);
      expect(await rows('traces')).toMatchObject([{ message: 'hello' }]);
    },
  );

  it.each(['//v1/traces', '/api/public/otel/v1/traces', '/otlp/V1/TRACES'])(
    'OTLP at %s',
    async (path) => {
      const { post, rows } = await open();
      const span = {
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        name: 'work',
        startTimeUnixNano: '1764460800000000000',
        endTimeUnixNano: '1764460801000000000',
      };
      const body = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
      expect((await post(path, body)).status).toBe(200);
      expect(await rows('dependencies')).toMatchObject([{ name: 'work', duration: 1_000 }]);
    },
  );

  it('a preflight of a browser with a slash too many is answered', async () => {
    const { url } = await open();
    const response = await fetch(`${url}//v2/track`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
      204,
      '*',
    ]);
  });

  it.each(['/api/profiles/key/appId', '//api/profiles/key/appId'])(
    '%s gives an ID as text',
    async (path) => {
      const response = await fetch(`${(await open()).url}${path}`);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(await response.text()).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('what browsers, other languages and odd SDKs send is read', () => {
  it('PageviewData and PageviewPerformanceData', async () => {
    const { post, rows } = await open();
    const page = { id: 'p1', name: 'Home', url: 'https://a/' };
    const timing = {
      perfTotal: '00:00:01.250',
      networkConnect: '00:00:00.100',
      domProcessing: '00:00:00.5',
    };
    await post('/v2/track', [
      item('PageviewData', page),
      item('PageviewPerformanceData', { ...page, ...timing }),
    ]);
    expect(await rows('pageViews')).toMatchObject([page]);
    expect(await rows('browserTimings')).toMatchObject([
      { ...page, totalDuration: 1_250, networkDuration: 100, processingDuration: 500 },
    ]);
  });

  it('a byte order mark', async () => {
    const { post, rows } = await open();
    expect((await post('/v2/track', `\ufeff${JSON.stringify([line('x')])}`)).status).toBe(200);
    expect(await rows('traces')).toHaveLength(1);
  });

  it.each(['NaN', '-Infinity', 'Infinity'])('%s costs its item, and no other', async (odd) => {
    const { post, rows } = await open();
    const metric = item('MetricData', { metrics: [{ name: 'm', value: 'ODD' }] });
    const text = JSON.stringify([line('the NaN of Infinity'), metric]).replace('"ODD"', odd);
    const response = await post('/v2/track', text);
    expect(response.status).toBe(206);
    expect(await response.json()).toMatchObject({
      itemsReceived: 2,
      itemsAccepted: 1,
      errors: [{ index: 1 }],
    });
    expect(await rows('traces')).toMatchObject([{ message: 'the NaN of Infinity' }]);
  });

  it.each<[unknown, number]>([
    ['error', 3],
    ['Error', 3],
    ['2', 2],
    ['warn', 2],
    ['info', 1],
    ['fatal', 4],
    [4, 4],
  ])('severity %j is %i', async (severityLevel, level) => {
    const { post, rows } = await open();
    await post('/v2/track', [line('x', { severityLevel })]);
    expect(await rows('traces')).toMatchObject([{ severityLevel: level }]);
  });

  it.each<[object, number]>([
    [{ severityText: 'Error' }, 3],
    [{ severity_text: 'WARN' }, 2],
    [{ severityNumber: 'SEVERITY_NUMBER_ERROR2' }, 3],
    [{ severity_number: 9 }, 1],
  ])('an OTLP record with %j has level %i', async (severity, level) => {
    const { post, rows } = await open();
    const snake = Object.keys(severity).some((name) => name.includes('_'));
    const record = {
      [snake ? 'time_unix_nano' : 'timeUnixNano']: '1764460800000000000',
      ...severity,
    };
    const body = snake
      ? { resource_logs: [{ scope_logs: [{ log_records: [record] }] }] }
      : { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
    await post('/v1/logs', body);
    expect(await rows('traces')).toMatchObject([{ severityLevel: level }]);
  });

  it('an OTLP span with names of enums and fields as in the schema', async () => {
    const { post, rows } = await open();
    const span = {
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      span_id: 'b7ad6b7169203331',
      name: 'work',
      kind: 'SPAN_KIND_SERVER',
      start_time_unix_nano: '1764460800000000000',
      end_time_unix_nano: '1764460801000000000',
      status: { code: 'STATUS_CODE_ERROR' },
      attributes: [{ key: 'snake_case', value: { string_value: 'stays' } }],
    };
    await post('/v1/traces', { resource_spans: [{ scope_spans: [{ spans: [span] }] }] });
    expect(await rows('requests')).toMatchObject([
      { name: 'work', success: 'False', customDimensions: { snake_case: 'stays' } },
    ]);
  });

  it('exceptions with the innermost first', async () => {
    const { post, rows } = await open();
    const exceptions = [
      { id: 2, outerId: 1, typeName: 'Inner', message: 'in' },
      { id: 1, outerId: 0, typeName: 'Outer', message: 'out' },
    ];
    await post('/v2/track', [item('ExceptionData', { exceptions })]);
    expect(await rows('exceptions')).toMatchObject([{ type: 'Outer', innermostType: 'Inner' }]);
  });

  it('a duration that Azure refuses is kept, and told', async () => {
    const { post, rows, check } = await open();
    const name = 'GET /';
    await post('/v2/track', [
      item('RequestData', { id: '1', name, duration: '21.17:03:44.372.2452609539032' }),
      item('RequestData', { id: '2', name, duration: '00:00:01.0000000' }),
      item('RequestData', { id: '3', name, duration: '00:00:01' }, '2020-01-01T00:00:00Z'),
    ]);
    const durations = (await rows('requests')).map(({ duration }) => duration).sort();
    expect(durations).toEqual([1_000, 1_000, 1_875_824_372]);
    expect(await check('Items that Azure would refuse')).toMatchObject({ state: 'warn', count: 2 });
  });
});

describe('what nothing takes is told, with what mends it', () => {
  it.each<[string, Record<string, string>, string]>([
    ['/', { 'content-type': 'application/x-protobuf' }, 'POST /: OTLP goes to'],
    ['/v1/trace', {}, 'POST /v1/trace: OTLP goes to'],
    ['/otlp', {}, 'POST /otlp: OTLP goes to'],
    ['/v3/track', {}, 'POST /v3/track: an Application Insights SDK takes'],
    [
      '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      {},
      'OTEL_EXPORTER_OTLP_PROTOCOL',
    ],
  ])('a POST to %s', async (path, headers, words) => {
    const { post, said, check } = await open();
    const response = await post(path, '{}', headers);
    expect(response.status).toBe(404);
    await post(path, '{}', headers);
    const found = await check('Telemetry that nothing takes');
    expect(found).toMatchObject({ state: 'fail', count: 2 });
    expect(found?.examples?.[0]?.text).toContain(words);
    expect(said).toEqual([expect.stringContaining(words)]);
  });

  it('from wherever it comes: an SDK is no page of this machine', async () => {
    const { post } = await open();
    const response = await post('/v3/track', '{}', { origin: 'https://elsewhere.example' });
    expect(response.status).toBe(404);
  });

  it('a path that is long or holds anything is told in a few plain letters', async () => {
    const { post, said } = await open();
    await post(`/%1b[31m/${'x'.repeat(2_000)}`, '{}');
    expect(said[0]?.length).toBeLessThan(400);
    expect(said[0]).toMatch(/^[\x20-\x7e…]*$/);
  });

  it.each<[string, Buffer, string]>([
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01]), 'TLS'],
    ['no HTTP', Buffer.from('\0\x01\x02 hello\r\n\r\n'), 'no HTTP request'],
  ])('a socket that speaks %s', async (_name, bytes, words) => {
    const { url, said, check } = await open();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {}).write(bytes);
    await until(
      'the line',
      async () => said.length,
      (count) => count > 0,
    );
    socket.destroy();
    expect(said[0]).toContain(words);
    expect(await check('Telemetry that nothing takes')).toMatchObject({ count: 1 });
  });

  it('a browser that reads, and a caller who leaves, are no telemetry', async () => {
    const { url, check } = await open();
    await fetch(`${url}/nothing/here`);
    await fetch(`${url}/api/import`, { method: 'POST', body: '' });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /v2/track HTTP/1.1\r\nhost: x\r\n');
    socket.destroy();
    expect(await check('Telemetry that nothing takes')).toMatchObject({ state: 'ok' });
  });
});
