import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import type { Health } from '../../api.ts';
import { start } from '../running.ts';

const folder = await mkdtemp(join(tmpdir(), 'callspan-secure-'));
afterAll(() => rm(folder, { recursive: true }));

async function open() {
  const said: string[] = [];
  const { url, insights, get } = await start({
    https: { port: 0, folder },
    say: (text) => said.push(text),
  });
  const secure = /https:\/\/localhost:\d+/.exec(insights.https?.connectionString ?? '')?.[0] ?? '';
  const ca = await readFile(insights.https?.certificateFile ?? '');
  return { url, said, secure, ca, health: () => get<Health>('/api/health') };
}

/** The head of an answer over HTTP/1.1. */
function headOf(secure: string, ca: Buffer) {
  return new Promise<Record<string, unknown>>((resolve, reject) => {
    const asked = requestHttps(`${secure}/api/info`, {
      ca,
      agent: false,
      headers: { connection: 'keep-alive' },
    });
    asked.on('error', reject).on('response', (response) => {
      resolve({ ...response.headers, version: response.httpVersion });
      asked.destroy();
    });
    asked.end();
  });
}

describe('the port for https', () => {
  it('answers HTTP/1.1, and keeps connections as long as that for http', async () => {
    const { url, secure, ca } = await open();
    const plain = await fetch(`${url}/api/info`);
    const head = await headOf(secure, ca);
    expect(head.version).toBe('1.1');
    expect(head['keep-alive']).toBe('timeout=130');
    expect(plain.headers.get('keep-alive')).toBe('timeout=130');
  });

  it('takes OTLP over gRPC', async () => {
    const { secure, ca } = await open();
    const session = connectHttp2(secure, { ca });
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
    });
    const status = new Promise((resolve, reject) => {
      stream.on('trailers', (trailers) => resolve(trailers['grpc-status'])).on('error', reject);
    });
    stream.resume().end(Buffer.alloc(5)); // a message without fields
    expect(await status).toBe('0');
    session.close();
  });

  it('tells of a client that speaks http', async () => {
    const { secure, said, health } = await open();
    const socket = connect(Number(new URL(secure).port), '127.0.0.1');
    socket.on('error', () => {}).write('POST /v2/track HTTP/1.1\r\nhost: x\r\n\r\n');
    await until(
      'the line',
      async () => said.length,
      (count) => count > 0,
    );
    socket.destroy();
    expect(said[0]).toContain('http at the port for https');
    const { checks } = await health();
    const found = checks.find(({ name }) => name === 'Telemetry that nothing takes');
    expect(found).toMatchObject({ count: 1 });
  });
});
