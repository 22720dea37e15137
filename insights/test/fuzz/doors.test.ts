import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../test/fuzz/runs.ts';
import { hangMs } from '../../../test/time/hangMs.ts';
import { text } from './oddValues.ts';
import { startFuzzed } from './startFuzzed.ts';

const { url, goesOn } = startFuzzed();
const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const bytes = fc.uint8Array({ maxLength: 200 });

it('whatever is called by gRPC, it is answered and the next call is kept', async () => {
  const session = connectHttp2(url());
  session.on('error', () => {});
  const call = (headers: Record<string, string>, body: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`no answer to ${JSON.stringify(headers)}`)),
        hangMs(10_000),
      );
      const stream = session.request({ ':method': 'POST', ...headers });
      stream.on('error', () => {});
      stream.on('close', () => {
        clearTimeout(late);
        resolve();
      });
      stream.resume();
      stream.end(body);
    });
  const path = fc.oneof(
    fc.constantFrom(
      ...['trace.v1.Trace', 'logs.v1.Logs', 'metrics.v1.Metrics'].map(
        (name) => `/opentelemetry.proto.collector.${name}Service/Export`,
      ),
    ),
    fc.string({ maxLength: 20 }).map((name) => `/${encodeURIComponent(name)}`),
  );
  // A frame whose length may be another than it says.
  const frame = fc
    .tuple(fc.constantFrom(0, 1, 2, 255), fc.constantFrom(0, 0, 0, 1, -1, 2 ** 31), bytes)
    .map(([flag, more, message]) => {
      const head = Buffer.alloc(5);
      head[0] = flag;
      head.writeUInt32BE(Math.max(0, message.length + more));
      return Buffer.concat([head, message]);
    });
  await fc.assert(
    fc.asyncProperty(
      path,
      fc.constantFrom('application/grpc', 'application/grpc+proto', 'application/json', 'x'),
      fc.constantFrom('', 'gzip', 'identity', 'br', 'x'),
      fc.oneof(frame, bytes),
      async (to, type, packed, body) => {
        const headers = { ':path': to, 'content-type': type, te: 'trailers' };
        await call({ ...headers, ...(packed && { 'grpc-encoding': packed }) }, body);
      },
    ),
    runs(80),
  );
  session.close();
  await goesOn();
});

it('whatever bytes a connection begins with, in whatever pieces, the port goes on to answer', async () => {
  const { hostname, port } = new URL(url());
  const begins = fc.oneof(
    bytes,
    text.map((said) => Buffer.from(said)),
    fc.nat(preface.length).map((length) => Buffer.from(preface.slice(0, length))),
    bytes.map((more) => Buffer.concat([Buffer.from(preface), more])),
    bytes.map((more) => Buffer.concat([Buffer.from([0x16, 0x03, 0x01]), more])),
    text.map((line) => Buffer.from(`GET /${line} HTTP/1.1\r\n\r\n`)),
  );
  await fc.assert(
    fc.asyncProperty(begins, fc.nat(30), async (sent, at) => {
      const socket = connect(Number(port), hostname);
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.on('error', () => {});
      socket.resume();
      socket.write(sent.subarray(0, at));
      await new Promise(setImmediate);
      socket.end(sent.subarray(at));
      setTimeout(() => socket.destroy(), 200).unref();
      await closed;
    }),
    runs(40),
  );
  await goesOn();
  expect((await fetch(`${url()}/api/info`)).status).toBe(200);
});
