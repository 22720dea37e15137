import { readFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { Recorded } from './recorder.ts';

/** Reads what an SDK was recorded to send. */
export async function readRecorded(name: string): Promise<readonly Recorded[]> {
  const file = join(import.meta.dirname, `recorded/${name}.json`);
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Sends it to a receiver, packed where it was. Gives the status of each answer, of gRPC its own. */
export async function replay(url: string, requests: readonly Recorded[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const request of requests) {
    const body = Buffer.from(
      request.bytes ?? request.text ?? '',
      request.bytes === undefined ? 'utf8' : 'base64',
    );
    const packed = request.gzip ? gzipSync(body) : body;
    const send = request.type === 'application/grpc' ? sendGrpc : sendHttp;
    statuses.push(await send(url, request, packed));
  }
  return statuses;
}

async function sendHttp(url: string, { path, type, gzip }: Recorded, body: Buffer) {
  const { status } = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type, ...(gzip && { 'content-encoding': 'gzip' }) },
    body,
  });
  return status;
}

async function sendGrpc(url: string, { path, type, gzip }: Recorded, message: Buffer) {
  const head = Buffer.alloc(5);
  head[0] = gzip ? 1 : 0;
  head.writeUInt32BE(message.length, 1);
  const session = connect(url);
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': type,
      te: 'trailers',
      ...(gzip && { 'grpc-encoding': 'gzip' }),
    });
    let status = Number.NaN;
    stream.on('response', (headers) => {
      status = Number(headers['grpc-status']);
    });
    stream.on('trailers', (headers) => {
      status = Number(headers['grpc-status']);
    });
    stream.end(Buffer.concat([head, message]));
    await text(stream);
    return status;
  } finally {
    session.close();
  }
}
