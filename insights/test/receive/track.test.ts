import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../row.ts';
import { startReceiver } from './startReceiver.ts';

const time = '2026-11-24T12:00:00.000Z';
const item = (baseType: string, baseData: object, more: object = {}) => ({
  name: 'x',
  time,
  iKey: 'key',
  tags: { 'ai.operation.id': 'op' },
  data: { baseType, baseData: { ver: 2, ...baseData } },
  ...more,
});
const line = item('MessageData', { message: 'hello' });

const tags = {
  'ai.operation.id': 'op',
  'ai.operation.parentId': 'parent',
  'ai.operation.name': 'GET /',
  'ai.operation.syntheticSource': 'True',
  'ai.session.id': 's1',
  'ai.user.id': 'u1',
  'ai.user.authUserId': 'u2',
  'ai.user.accountId': 'u3',
  'ai.application.ver': '1.2.3',
  'ai.device.type': 'Browser',
  'ai.device.model': 'Other',
  'ai.device.osVersion': 'Linux 6',
  'ai.location.ip': '192.0.2.7',
  'ai.location.city': 'Oslo',
  'ai.location.province': 'Oslo',
  'ai.location.country': 'Norway',
  'ai.cloud.role': 'store',
  'ai.cloud.roleInstance': 'one',
  'ai.internal.sdkVersion': 'node:1',
};
const everyTable = {
  timestamp: time.replace('Z', '000Z'),
  operation_Id: 'op',
  operation_ParentId: 'parent',
  operation_Name: 'GET /',
  operation_SyntheticSource: 'True',
  session_Id: 's1',
  user_Id: 'u1',
  user_AuthenticatedId: 'u2',
  user_AccountId: 'u3',
  application_Version: '1.2.3',
  client_Type: 'Browser',
  client_Model: 'Other',
  client_OS: 'Linux 6',
  client_IP: '192.0.2.7',
  client_City: 'Oslo',
  client_StateOrProvince: 'Oslo',
  client_CountryOrRegion: 'Norway',
  cloud_RoleName: 'store',
  cloud_RoleInstance: 'one',
  sdkVersion: 'node:1',
  iKey: 'key',
  itemCount: 4,
  customDimensions: { k: 'v', n: '1', yes: 'true', deep: '{"a":[1]}' },
  customMeasurements: { m: 1.5 },
};
const extras = {
  properties: { k: 'v', n: 1, yes: true, deep: { a: [1] }, none: null },
  measurements: { m: 1.5, bad: 'x' },
};

const span = { id: 'i', name: 'n', duration: '1.01:01:01.5000000', success: false };
const duration = 90_061_500;
const kinds: [Table, string, object, object][] = [
  [
    'requests',
    'RequestData',
    { ...span, responseCode: 404, source: 's', url: 'u' },
    { id: 'i', name: 'n', duration, success: 'False', resultCode: '404', source: 's', url: 'u' },
  ],
  [
    'dependencies',
    'RemoteDependencyData',
    { ...span, success: true, resultCode: '0', type: 'SQL', target: 't', data: 'd' },
    {
      id: 'i',
      name: 'n',
      duration,
      success: 'True',
      resultCode: '0',
      type: 'SQL',
      target: 't',
      data: 'd',
    },
  ],
  [
    'exceptions',
    'ExceptionData',
    {
      severityLevel: 'Error',
      exceptions: [
        { typeName: 'Outer', message: 'o', parsedStack: [{ method: 'om', assembly: 'oa' }] },
        { typeName: 'Inner', message: 'i', parsedStack: [{ method: 'im', assembly: 'ia' }] },
      ],
    },
    {
      type: 'Outer',
      method: 'im',
      assembly: 'ia',
      outerType: 'Outer',
      outerMessage: 'o',
      outerMethod: 'om',
      outerAssembly: 'oa',
      innermostType: 'Inner',
      innermostMessage: 'i',
      innermostMethod: 'im',
      innermostAssembly: 'ia',
      problemId: 'Outer at im',
      severityLevel: 3,
      details: expect.stringContaining('"typeName":"Outer"'),
    },
  ],
  [
    'traces',
    'MessageData',
    { message: 'hello', severityLevel: 1 },
    { message: 'hello', severityLevel: 1 },
  ],
  ['customEvents', 'EventData', { name: 'bought' }, { name: 'bought' }],
  [
    'customMetrics',
    'MetricData',
    { metrics: [{ name: 'm', value: 6, count: 3, min: 1, max: 3, stdDev: 0.5 }] },
    {
      name: 'm',
      value: 6,
      valueSum: 6,
      valueCount: 3,
      valueMin: 1,
      valueMax: 3,
      valueStdDev: 0.5,
    },
  ],
  [
    'pageViews',
    'PageViewData',
    { id: 'i', name: 'n', url: 'u', duration: '00:00:00.012' },
    { id: 'i', name: 'n', url: 'u', duration: 12 },
  ],
  [
    'availabilityResults',
    'AvailabilityData',
    { ...span, success: 'False', duration: '500', runLocation: 'here', message: 'fine', size: 7 },
    {
      id: 'i',
      name: 'n',
      duration: 500,
      success: 'False',
      location: 'here',
      message: 'fine',
      size: 7,
    },
  ],
];

describe('the ingestion protocol', () => {
  it.each(kinds)('fills every column of %s', async (table, baseType, base, columns) => {
    const receiver = await startReceiver();
    const sent = item(baseType, { ...base, ...extras }, { tags, sampleRate: 25 });
    expect((await receiver.post('/v2.1/track', sent)).status).toBe(200);
    expect(receiver.rows).toEqual([{ itemType: table, ...everyTable, ...columns }]);
  });

  const two = JSON.stringify([line, line]);
  it.each<[string, string | Uint8Array, Record<string, string>]>([
    ['an array', two, {}],
    ['lines', `${JSON.stringify(line)}\r\n\n${JSON.stringify(line)}\n`, {}],
    ['gzip', gzipSync(two), { 'content-encoding': 'gzip' }],
    ['deflate', deflateSync(two), { 'content-encoding': 'deflate' }],
    ['bare deflate', deflateRawSync(two), { 'content-encoding': 'Deflate' }],
    ['text for JSON', two, { 'content-type': 'text/plain' }],
  ])('takes %s, at both paths, from any origin', async (_name, body, headers) => {
    const receiver = await startReceiver();
    for (const path of ['/v2.1/track', '/v2/track']) {
      const response = await receiver.post(path, body, {
        origin: 'https://site.example',
        ...headers,
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(await response.json()).toEqual({ itemsReceived: 2, itemsAccepted: 2, errors: [] });
    }
    expect(receiver.of('traces')).toHaveLength(4);
  });

  it('lets a page ask before it sends', async () => {
    const { url } = await startReceiver();
    const response = await fetch(`${url}/v2/track`, { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toBe('POST');
  });

  it('leaves any other path alone', async () => {
    const receiver = await startReceiver();
    for (const path of ['/', '/v3/track', '/v2/tracks', '/v1/profiles', '/QuickPulseService.svc']) {
      expect((await receiver.post(path, [line])).status).toBe(404);
    }
    expect(receiver.refused).toEqual([]);
  });

  it('takes POST alone', async () => {
    const { url } = await startReceiver();
    const response = await fetch(`${url}/v2.1/track`);
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({
      itemsAccepted: 0,
      errors: [{ statusCode: 405 }],
    });
  });

  const long = (chars: number) => 'x'.repeat(chars);
  it.each<[string, object, string]>([
    ['no item', {}, 'Not an item'],
    ['an unknown kind', item('OtherData', { name: 'n' }), 'Not an item'],
    ['a kind of every object', item('constructor', { name: 'n' }), 'Not an item'],
    ['no time', { ...line, time: 'never' }, 'Not an item'],
    [
      'a line without words',
      item('MessageData', { message: '' }),
      "109: A field that is required on type 'MessageData'",
    ],
    ['an event without a name', item('EventData', { name: null }), '109:'],
    [
      'a metric without a value',
      item('MetricData', { metrics: [{ name: 'm', value: 'NaN' }] }),
      '109:',
    ],
    ['a metric without metrics', item('MetricData', { name: 'm' }), '109:'],
    ['an exception of nothing', item('ExceptionData', { exceptions: [] }), '109:'],
    [
      'a long name',
      item('EventData', { name: long(513) }),
      "100: Field 'name' on type 'EventData' is too long. Expected: 512 characters, Actual: 513",
    ],
    [
      'a long tag',
      { ...line, tags: { 'ai.operation.name': long(1025) } },
      "100: Field 'ai.operation.name' on type 'ContextTagKeys' is too long. Expected: 1024 characters, Actual: 1025",
    ],
    [
      'a long file name in a stack',
      item('ExceptionData', {
        exceptions: [{ typeName: 't', message: 'm', parsedStack: [{ fileName: long(2021) }] }],
      }),
      "100: Field 'fileName' on type 'StackFrame' is too long. Expected: 1024 characters, Actual: 2021",
    ],
    ['a long message', item('MessageData', { message: long(32_769) }), "100: Field 'message'"],
  ])('refuses %s, tells why, and takes the rest', async (_name, bad, reason) => {
    const receiver = await startReceiver();
    const response = await receiver.post('/v2.1/track', [line, bad, line]);
    expect(response.status).toBe(206);
    expect(await response.json()).toEqual({
      itemsReceived: 3,
      itemsAccepted: 2,
      errors: [{ index: 1, statusCode: 400, message: expect.stringContaining(reason) }],
    });
    expect(receiver.refused).toEqual([expect.stringContaining(reason)]);
    expect(receiver.rows).toHaveLength(2);
    expect((await receiver.post('/v2.1/track', [bad])).status).toBe(400);
  });

  it('takes texts that are just short enough', async () => {
    const receiver = await startReceiver();
    await receiver.post('/v2.1/track', item('MessageData', { message: long(32_768) }));
    expect(receiver.rows).toHaveLength(1);
  });

  it('keeps a value of 256 KiB, as of a recorded prompt, whole', async () => {
    const receiver = await startReceiver();
    const prompt = long(256 * 1024);
    const properties = { 'gen_ai.input.messages': prompt };
    await receiver.post('/v2.1/track', item('MessageData', { message: 'm', properties }));
    expect(receiver.rows).toMatchObject([
      { customDimensions: { 'gen_ai.input.messages': prompt } },
    ]);
    expect(receiver.cut).toEqual([]);
  });

  it('cuts the name of a property, and tells', async () => {
    const receiver = await startReceiver();
    const properties = { [long(151)]: 'v' };
    await receiver.post('/v2.1/track', item('MessageData', { message: 'm', properties }));
    expect(receiver.rows).toMatchObject([{ customDimensions: { [long(150)]: 'v' } }]);
    expect(receiver.cut).toEqual([
      "100: Field 'properties' on type 'MessageData' is too long. Expected: 150 characters, Actual: 151",
    ]);
  });

  it.each([
    ['', undefined],
    ['00:00:00.0010000', 1],
    ['2.00:00:01', 172_801_000],
    ['1500', 1500],
    [1500.5, 1500.5],
    ['soon', undefined],
    ['99', 99],
  ])('reads a duration of %o as %o ms', async (sent, expected) => {
    const receiver = await startReceiver();
    await receiver.post('/v2.1/track', item('RequestData', { ...span, duration: sent }));
    expect(receiver.rows[0]?.duration).toBe(expected);
  });
});

describe('live metrics', () => {
  it.each(['ping', 'post'])('%s is told that nobody watches', async (verb) => {
    const receiver = await startReceiver();
    const response = await receiver.post(`/QuickPulseService.svc/${verb}?ikey=key`, '{}');
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ms-qps-subscribed')).toBe('false');
    expect(await response.json()).toMatchObject({ Metrics: [], DocumentStreams: [] });
    expect(receiver.rows).toEqual([]);
  });
});
