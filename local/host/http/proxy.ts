import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { type BodyStart, maxBodyBytes } from './requestBody.ts';

const idHeader = 'x-ms-invocation-id';
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

interface Forwarded {
  readonly invocationId: string;
  /** Whether a caller's own header of that name goes on in place of it. */
  readonly keepsCallersId: boolean;
  readonly target: URL;
  readonly incoming: IncomingMessage;
  /** What has been read of the body; the rest is passed on as it comes. */
  readonly start: BodyStart;
  readonly outgoing: ServerResponse;
  /** Called when the worker's side is done, with the status that it gave; undefined when it broke. */
  onEnd(status: number | undefined): void;
}

/** What the worker's own server takes of headers by default, node:http's; the host takes twice that. */
const workerHeaderBytes = 16 * 1024;
/** What the proxy adds. */
const addedBytes = 256;

/**
 * Whether the real host's proxy can pass a request on: it reads headers as UTF-8, refuses to send what is no ASCII, and more than
 * 16 KB of them the worker's server does not take. What it cannot pass on nobody answers.
 */
export function canForward({ rawHeaders, url = '' }: IncomingMessage): boolean {
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length + 2, url.length);
  return (
    bytes + addedBytes < workerHeaderBytes && rawHeaders.every((text) => /^[\0-\x7f]*$/.test(text))
  );
}

/** Passes a request to the worker's own HTTP server and its answer back, byte by byte, minding both sides' pace. */
export function forward(httpUri: string, forwarded: Forwarded): void {
  const { invocationId, keepsCallersId, target, incoming, start, outgoing, onEnd } = forwarded;
  const kept = Object.entries(incoming.headers).filter(([name]) => !hopByHop.includes(name));
  const proxied = request({
    host: '127.0.0.1',
    port: new URL(httpUri).port,
    method: incoming.method,
    // As it came, and without the host of an absolute form.
    path: incoming.url?.startsWith('/') ? incoming.url : `${target.pathname}${target.search}`,
    agent: false,
    headers: {
      ...Object.fromEntries(kept),
      'x-forwarded-host': incoming.headers.host ?? 'localhost',
      'x-forwarded-proto': 'http',
      [idHeader]: (keepsCallersId && incoming.headers[idHeader]) || invocationId,
    },
  });
  proxied.on('response', async (answer) => {
    // A worker that refuses a body and breaks it off: the real proxy fails on what it cannot send, whatever was answered.
    if (Number(answer.statusCode) >= 400 && !proxied.writableFinished) await sentOrBroken(proxied);
    if (outgoing.headersSent) return;
    const headers = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name));
    try {
      outgoing.writeHead(answer.statusCode ?? 500, Object.fromEntries(headers));
      outgoing.flushHeaders();
    } catch {
      outgoing.destroy(); // a head that no server may send
      return;
    }
    // A broken answer, or a caller who has left, ends the other side.
    pipeline(answer, outgoing, (error) => onEnd(error ? undefined : answer.statusCode));
  });
  proxied.on('error', () => {
    onEnd(undefined);
    if (!outgoing.headersSent) outgoing.writeHead(500).end();
    else if (!outgoing.writableEnded) outgoing.destroy();
  });
  // The caller has left, or has all of the answer: either way our side of the connection is done.
  outgoing.once('close', () => endOnceMet(proxied));
  proxied.flushHeaders();
  passBody(incoming, start, proxied, () => {
    if (!outgoing.headersSent) outgoing.writeHead(413, { connection: 'close' }).end();
    proxied.destroy();
  });
}

function passBody(
  incoming: IncomingMessage,
  { bytes, whole }: BodyStart,
  proxied: ClientRequest,
  onTooLarge: () => void,
): void {
  if (whole) {
    proxied.end(bytes);
    return;
  }
  let size = bytes.byteLength;
  if (size > 0) proxied.write(bytes);
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > maxBodyBytes) onTooLarge();
  });
  incoming.pipe(proxied);
}

function sentOrBroken(proxied: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    proxied.once('finish', resolve).once('error', resolve).once('close', resolve);
  });
}

/**
 * Ends a request that the worker has met. The library waits without limit for the request of an invocation that it was asked
 * for; so one that is still connecting is sent first.
 */
function endOnceMet(proxied: ClientRequest): void {
  const { socket } = proxied;
  if (socket !== null && !socket.connecting) proxied.destroy();
  else if (socket === null) proxied.once('socket', () => endOnceMet(proxied));
  else socket.once('connect', () => setImmediate(() => proxied.destroy()));
}
