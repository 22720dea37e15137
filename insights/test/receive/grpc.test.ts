import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import type { Health } from '../../api.ts';
import { messageType } from '../../receive/otlp/encoding/schema.ts';
import { start } from '../running.ts';

const service = (signal: string, name: string) =>
  `/opentelemetry.proto.collector.${signal}.v1.${name}Service/Export`;
const traces = service('trace', 'Trace');

function toMessage(name: string, value: object): Buffer {
  const type = messageType(name);
  return Buffer.from(type.encode(type.fromObject(value)).finish());
}

const span = {
  traceId: Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex'),
  spanId: Buffer.from('b7ad6b7169203331', 'hex'),
  name: 'work',
  startTimeUnixNano: '1764460800000000000',
  endTimeUnixNano: '1764460801000000000',
};
const request = (...spans: object[]) =>
  toMessage('TracesRequest', { resourceSpans: [{ scopeSpans: [{ spans }] }] });

function toFrame(message: Buffer, packed = false): Buffer {
  const head = Buffer.alloc(5);
  head[0] = packed ? 1 : 0;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** One unary call; the status from headers or trailers, and the message that came back. */
async function call(url: string, path: string, body: Buffer, headers: Record<string, string> = {}) {
  const session = connectHttp2(url);
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    const chunks: Buffer[] = [];
    let status: unknown;
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('response', (given) => {
      status ??= given['grpc-status'];
    });
    stream.on('trailers', (given) => {
      status ??= given['grpc-status'];
    });
    stream.end(body);
    await new Promise((resolve, reject) => stream.on('close', resolve).on('error', reject));
    return { status, answer: Buffer.concat(chunks).subarray(5) };
  } finally {
    session.close();
  }
}

async function open() {
  const said: string[] = [];
  const { url, get } = await start({ say: (text) => said.push(text) });
  return {
    url,
    said,
    rows: async (table: string) =>
      (await get<{ items: Record<string, unknown>[] }>(`/api/tables/${table}`)).items,
    check: async (name: string) =>
      (await get<Health>('/api/health')).checks.find((each) => each.name === name),
  };
}

describe('OTLP over gRPC, at the port of everything else', () => {
  it('spans become rows, and HTTP/1.1 goes on beside it', async () => {
    const { url, rows, said } = await open();
    expect(await call(url, traces, toFrame(request(span)))).toMatchObject({ status: '0' });
    expect(await rows('dependencies')).toMatchObject([{ name: 'work', duration: 1_000 }]);
    expect(said).toEqual([]);
  });

  it('packed by gzip', async () => {
    const { url, rows } = await open();
    const body = toFrame(gzipSync(request(span)), true);
    expect(await call(url, traces, body, { 'grpc-encoding': 'gzip' })).toMatchObject({
      status: '0',
    });
    expect(await rows('dependencies')).toHaveLength(1);
  });

  it('logs and metrics', async () => {
    const { url, rows } = await open();
    const record = { timeUnixNano: '1764460800000000000', body: { stringValue: 'hello' } };
    const logs = toMessage('LogsRequest', {
      resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }],
    });
    const point = { timeUnixNano: '1764460800000000000', asDouble: 7 };
    const metrics = toMessage('MetricsRequest', {
      resourceMetrics: [
        { scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints: [point] } }] }] },
      ],
    });
    expect(await call(url, service('logs', 'Logs'), toFrame(logs))).toMatchObject({ status: '0' });
    expect(await call(url, service('metrics', 'Metrics'), toFrame(metrics))).toMatchObject({
      status: '0',
    });
    expect(await rows('traces')).toMatchObject([{ message: 'hello' }]);
    expect(await rows('customMetrics')).toMatchObject([{ name: 'm', value: 7 }]);
  });

  it('a span that is none is counted in a partial success', async () => {
    const { url, rows } = await open();
    const { status, answer } = await call(url, traces, toFrame(request(span, { name: 'none' })));
    const { partialSuccess } = messageType('TracesResponse').toObject(
      messageType('TracesResponse').decode(answer),
    );
    expect([status, Number(partialSuccess.rejectedSpans)]).toEqual(['0', 1]);
    expect(await rows('dependencies')).toHaveLength(1);
  });

  it.each<[string, Buffer, string]>([
    ['no frame', Buffer.from('x'), '3'],
    ['a frame that is cut', toFrame(request(span)).subarray(0, 20), '3'],
    ['no protobuf', toFrame(Buffer.from([0xff, 0xff, 0xff])), '3'],
    ['a message that is not packed as it says', toFrame(request(span), true), '3'],
  ])('%s is an error of the sender, and the next call is taken', async (_name, body, status) => {
    const { url, check } = await open();
    expect(await call(url, traces, body, { 'grpc-encoding': 'gzip' })).toMatchObject({ status });
    expect(await check('Refused items')).toMatchObject({ state: 'fail', count: 1 });
    expect(await call(url, traces, toFrame(request(span)))).toMatchObject({ status: '0' });
  });

  it('another service is unimplemented, and told of', async () => {
    const { url, said } = await open();
    expect(await call(url, '/some.Other/Call', toFrame(Buffer.alloc(0)))).toMatchObject({
      status: '12',
    });
    expect(said).toEqual([expect.stringContaining('another service')]);
  });

  it('HTTP/2 that is no gRPC is told of', async () => {
    const { url, check } = await open();
    const session = connectHttp2(url);
    const stream = session.request({ ':path': '/v1/traces', ':method': 'POST' });
    const status = await new Promise((resolve) =>
      stream.on('response', (given) => resolve(given[':status'])),
    );
    stream.end();
    session.close();
    expect(status).toBe(400);
    expect(await check('Telemetry that nothing takes')).toMatchObject({ count: 1 });
  });

  it('a call that its sender breaks off ends nothing', async () => {
    const { url, said } = await open();
    const session = connectHttp2(url);
    session.on('error', () => {});
    const stream = session.request({
      ':path': traces,
      ':method': 'POST',
      'content-type': 'application/grpc',
    });
    stream.on('error', () => {}).write(toFrame(request(span)).subarray(0, 9));
    await once(stream, 'ready');
    stream.close(constants.NGHTTP2_CANCEL);
    session.destroy();
    expect(await call(url, traces, toFrame(request(span)))).toMatchObject({ status: '0' });
    expect(said).toEqual([]);
  });
});

describe('the first bytes of a connection', () => {
  /** What a connection answers to bytes that come in pieces. */
  async function answerTo(url: string, pieces: readonly Buffer[]): Promise<Buffer> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {});
    for (const piece of pieces) {
      socket.write(piece);
      await sleep(5); // a packet of its own
    }
    await until(
      'an answer',
      async () => chunks.length,
      (count) => count > 0,
    );
    socket.destroy();
    return Buffer.concat(chunks);
  }
  const bytesOf = (text: string) => [...Buffer.from(text)].map((byte) => Buffer.from([byte]));

  it('of HTTP/1.1 may come one by one, the body in a later packet', async () => {
    const { url, rows } = await open();
    const time = new Date().toISOString();
    const body = JSON.stringify({
      time,
      data: { baseType: 'MessageData', baseData: { message: 'x' } },
    });
    const head = `POST /v2/track HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n`;
    const answer = await answerTo(url, [...bytesOf(head), Buffer.from(body)]);
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/);
    expect(await rows('traces')).toHaveLength(1);
  });

  it('of HTTP/2 may come one by one', async () => {
    const { url } = await open();
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    const answer = await answerTo(url, [...bytesOf('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings]);
    expect(answer[3]).toBe(4); // a frame of settings
  });

  it('may look like HTTP/2 and be none', async () => {
    const { url } = await open();
    const answer = await answerTo(url, bytesOf('PRI * HTTP/1.1\r\nhost: x\r\n\r\n'));
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400/);
  });
});
