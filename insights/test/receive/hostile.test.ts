import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/fuzz/runs.ts';
import { until } from '../../../test/time/until.ts';
import { maxBodyBytes } from '../../receive/readBody.ts';
import { type Receiver, startReceiver } from './startReceiver.ts';

const time = '2026-11-24T12:00:00.000Z';
const line = { time, data: { baseType: 'MessageData', baseData: { message: 'hello' } } };
const routes = ['/v2.1/track', '/v1/traces', '/v1/logs', '/v1/metrics'];
const gzip = { 'content-encoding': 'gzip' };
const proto = { 'content-type': 'application/x-protobuf' };

/** As many as fit into a body. */
const fill = (text: string) => text.repeat(Math.floor((maxBodyBytes - 100) / text.length));

/** Telemetry still arrives, and nothing has thrown. */
async function stillWorks(receiver: Receiver) {
  expect(receiver.refused.filter((reason) => reason.startsWith('threw'))).toEqual([]);
  const before = receiver.rows.length;
  expect((await receiver.post('/v2.1/track', [line])).status).toBe(200);
  expect(receiver.rows.length).toBe(before + 1);
}

type Case = [string, () => string | Uint8Array, Record<string, string>, 400 | 413 | 415];
const bombs: Case[] = [
  ['no gzip', () => 'hello', gzip, 400],
  ['gzip cut off', () => gzipSync('[]'.repeat(1_000)).subarray(0, 20), gzip, 400],
  ['a zip bomb', () => gzipSync(Buffer.alloc(maxBodyBytes + 1)), gzip, 413],
  ['an unknown packing', () => '[]', { 'content-encoding': 'br' }, 415],
  ['deep JSON', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, 400],
  ['deep objects', () => `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`, {}, 400],
  ['depth behind an open text', () => `"\\\n${'['.repeat(100)}`, {}, 400],
  ['as many empty objects as fit', () => `[${fill('{},')}{}]`, {}, 413],
];

describe.each(routes)('%s', (path) => {
  it.each(bombs)('answers %s in one line, and goes on', async (_name, body, headers, status) => {
    const receiver = await startReceiver();
    const response = await receiver.post(path, body(), headers);
    expect(response.status).toBe(status);
    expect((await response.text()).split('\n')).toHaveLength(1);
    expect(receiver.refused).toHaveLength(1);
    expect(receiver.rows).toEqual([]);
    await stillWorks(receiver);
  });

  it('answers a body that is declared too large before it comes', async () => {
    const receiver = await startReceiver();
    const { status, sentBytes } = await stream(receiver, path, maxBodyBytes + 1);
    expect(status).toBe(413);
    expect(sentBytes).toBeLessThan(maxBodyBytes / 2);
    await stillWorks(receiver);
  });

  it('cuts off a body that does not end', async () => {
    const receiver = await startReceiver();
    const { status, sentBytes } = await stream(receiver, path, undefined);
    expect(status).toBe(413);
    expect(sentBytes).toBeLessThan(maxBodyBytes * 1.5);
    await stillWorks(receiver);
  });

  it('minds nothing when the sender leaves in the middle', async () => {
    const receiver = await startReceiver();
    const left = new Promise((resolve) => {
      const sending = request(`${receiver.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': '1000' },
      });
      sending.on('error', resolve);
      sending.write('[');
      until(
        'the request',
        () => receiver.paths,
        (paths) => paths.includes(path),
      ).then(() => sending.destroy(new Error('left')), resolve);
    });
    await left;
    await until('the request’s end', receiver.done, (done) => done === 1);
    expect(receiver.refused).toEqual([]);
    await stillWorks(receiver);
  });
});

/** Writes until it is answered and cut off, four times the limit at most; gives what it was told and how much went out. */
function stream(receiver: Receiver, path: string, contentLength: number | undefined) {
  const headers = {
    'content-type': 'application/json',
    ...(contentLength === undefined ? {} : { 'content-length': `${contentLength}` }),
  };
  return new Promise<{ status: number | undefined; sentBytes: number }>((resolve) => {
    let status: number | undefined;
    let sentBytes = 0;
    const block = Buffer.alloc(1024 * 1024, ' ');
    const sending = request(`${receiver.url}${path}`, { method: 'POST', headers });
    const write = () => {
      while (
        !sending.destroyed &&
        sentBytes < Math.min(contentLength ?? Infinity, maxBodyBytes * 4)
      ) {
        sentBytes += block.length;
        if (!sending.write(block)) return;
      }
    };
    sending.on('response', (response) => {
      status = response.statusCode;
      response.resume();
    });
    sending.on('drain', write);
    sending.on('error', () => undefined); // cut off, as it should be
    sending.on('close', () => resolve({ status, sentBytes }));
    write();
  });
}

describe('protobuf', () => {
  it.each<[string, () => Uint8Array, number]>([
    ['garbage', () => Buffer.from('garbage'), 400],
    ['a length beyond the end', () => Buffer.from([0x0a, 0x7f, 1]), 400],
    [
      'as many empty messages as fit',
      () => Buffer.alloc(maxBodyBytes - 2, Buffer.from([0x0a, 0])),
      413,
    ],
    ['a message in a message, over and over', () => nested(5_000), 400],
  ])('%s is refused', async (_name, body, status) => {
    const receiver = await startReceiver();
    for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics']) {
      const response = await receiver.post(path, body(), proto);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    }
    await stillWorks(receiver);
  });
});

/** An attribute of an array of an array …, in a resource. */
function nested(levels: number): Buffer {
  let value = Buffer.from([0x10, 1]);
  const wrap = (field: number, inner: Buffer) => {
    const length: number[] = [];
    for (let left = inner.length; ; left >>>= 7) {
      length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
      if (left <= 0x7f) break;
    }
    return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), inner]);
  };
  for (let level = 0; level < levels; level += 1) value = wrap(5, wrap(1, value));
  return wrap(1, wrap(1, wrap(1, wrap(2, value))));
}

describe('texts that break what takes them for plain', () => {
  const odd = '\u0000\ud800<script>\udc00';
  const well = '\u0000\ufffd<script>\ufffd';

  it('prototype keys, NUL and half surrogates arrive as data', async () => {
    const receiver = await startReceiver();
    const properties = `{"__proto__":"a","constructor":"b","${'\\ud800'}":"c","odd":${JSON.stringify(odd)}}`;
    const body = `{"time":"${time}","__proto__":{"tags":{}},"tags":{"__proto__":{"ai.session.id":"evil"}},
      "data":{"baseType":"MessageData","baseData":{"message":${JSON.stringify(odd)},"properties":${properties}}}}`;
    expect((await receiver.post('/v2.1/track', body)).status).toBe(200);
    const [row] = receiver.rows;
    expect(row?.message).toBe(well);
    expect(row).not.toHaveProperty('session_Id');
    expect(Object.entries(row?.customDimensions ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['\ufffd', 'c'],
      ['odd', well],
    ]);
    expect(({} as Record<string, unknown>).tags).toBeUndefined();
  });

  it('any JSON, at any route, is answered', async () => {
    const receiver = await startReceiver();
    const key = fc.oneof(
      fc.constantFrom(
        ...'time tags data baseType baseData exceptions metrics properties parsedStack name value'.split(
          ' ',
        ),
        ...'resourceSpans resource attributes scopeSpans spans traceId spanId startTimeUnixNano'.split(
          ' ',
        ),
        ...'resourceLogs scopeLogs logRecords body key stringValue kvlistValue values __proto__'.split(
          ' ',
        ),
        ...'resourceMetrics scopeMetrics sum histogram dataPoints timeUnixNano asInt events links'.split(
          ' ',
        ),
      ),
      fc.string({ unit: 'binary' }),
    );
    const leaf = fc.oneof(
      fc.constantFrom(
        time,
        'MetricData',
        'ExceptionData',
        '1764000000000000000',
        'a'.repeat(32),
        'b'.repeat(16),
      ),
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'large', withCrossShrink: true }, leaf, tie('list'), tie('map')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      map: fc.dictionary(key, tie('value'), { maxKeys: 6 }),
    }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), value, async (path, body) => {
        const response = await receiver.post(path, JSON.stringify(body) ?? '');
        expect([200, 206, 400]).toContain(response.status);
      }),
      runs(300),
    );
    await stillWorks(receiver);
  });

  it('any bytes as protobuf are answered', async () => {
    const receiver = await startReceiver();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes.slice(1)),
        fc.uint8Array(),
        async (path, bytes) => {
          const response = await receiver.post(path, bytes, proto);
          expect([200, 400]).toContain(response.status);
        },
      ),
      runs(300),
    );
    await stillWorks(receiver);
  });
});
