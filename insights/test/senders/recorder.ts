import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { listen } from '../../http/listen.ts';

const root = join(import.meta.dirname, '../../..');

/** A request of an SDK as it was sent, but that its body is unpacked and names no folder and no host of whoever recorded it. */
export interface Recorded {
  readonly path: string;
  readonly type: string;
  /** Whether it was sent packed by gzip. */
  readonly gzip: boolean;
  /** JSON and other text. */
  readonly text?: string;
  /** Protobuf in base64; of gRPC the message without its frame. */
  readonly bytes?: string;
}

/** Takes what an SDK sends, over HTTP/1.1 or gRPC, with the answers of a receiver, and keeps it. */
export async function startRecorder(protocol: 'http' | 'grpc'): Promise<{
  readonly url: string;
  readonly requests: readonly Recorded[];
  stop(): Promise<void>;
}> {
  const requests: Recorded[] = [];
  const server =
    protocol === 'http'
      ? createHttp((request, response) => takeHttp(request, response, requests))
      : createHttp2((request, response) => takeGrpc(request, response, requests));
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async stop() {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function takeHttp(
  request: IncomingMessage,
  response: ServerResponse,
  requests: Recorded[],
): Promise<void> {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-allow-headers', '*, content-type, content-encoding');
  response.setHeader('access-control-allow-credentials', 'true');
  if (request.method !== 'POST') return void response.end();
  const sent = await buffer(request);
  const gzip = request.headers['content-encoding'] === 'gzip';
  const body = gzip ? gunzipSync(sent) : sent;
  const type = request.headers['content-type'] ?? '';
  requests.push({ path: request.url ?? '', type, gzip, ...toContent(body, type) });
  const isTrack = /\/track$/.test(request.url ?? '');
  const answer = { itemsReceived: 1, itemsAccepted: 1, errors: [] };
  response.setHeader('content-type', isTrack ? 'application/json' : type);
  response.end(isTrack ? JSON.stringify(answer) : '');
}

async function takeGrpc(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  requests: Recorded[],
): Promise<void> {
  const frame = await buffer(request);
  const gzip = frame[0] === 1;
  const message = gzip ? gunzipSync(frame.subarray(5)) : frame.subarray(5);
  const type = request.headers['content-type'] ?? '';
  requests.push({ path: request.url, type, gzip, ...toContent(message, type) });
  response.writeHead(200, { 'content-type': type });
  response.write(Buffer.alloc(5));
  response.addTrailers({ 'grpc-status': '0' });
  response.end();
}

function toContent(body: Buffer, type: string): { text: string } | { bytes: string } {
  if (/protobuf|grpc/.test(type)) return { bytes: body.toString('base64') };
  const text = body.toString().replaceAll(root, '/app');
  return { text: text.replaceAll(hostname(), 'host') };
}
