import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { withOrigin } from './cors.ts';
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
  /** Whether a caller's own header of that name replaces it. */
  readonly keepsCallersId: boolean;
  readonly target: URL;
  readonly incoming: IncomingMessage;
  /** The part of the body that has been read; the rest is passed on as it arrives. */
  readonly start: BodyStart;
  readonly outgoing: ServerResponse;
  /** Called when the worker's side is done, with its status; undefined when the connection broke. */
  onEnd(status: number | undefined): void;
}

/** Limit of headers of the worker's own server, node:http's default; the host accepts twice that. */
const workerHeaderBytes = 16 * 1024;
/** Headers that the proxy adds. */
const addedBytes = 256;

/**
 * Whether the real host's proxy can pass a request on. It reads headers as UTF-8 and refuses to send non-ASCII ones,
 * and the worker's server does not accept more than 16 KB of them. Nobody answers a request that it cannot pass on.
 */
export function canForward({ rawHeaders, url = '' }: IncomingMessage): boolean {
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length + 2, url.length);
  return (
    bytes + addedBytes < workerHeaderBytes && rawHeaders.every((text) => /^[\0-\x7f]*$/.test(text))
  );
}

/** Passes a request to the worker's own HTTP server, and its answer back, byte by byte, at the pace of both sides. */
export function forward(httpUri: string, forwarded: Forwarded): void {
  const { invocationId, keepsCallersId, target, incoming, start, outgoing, onEnd } = forwarded;
  const kept = Object.entries(incoming.headers).filter(([name]) => !hopByHop.includes(name));
  const proxied = request({
    host: '127.0.0.1',
    port: new URL(httpUri).port,
    method: incoming.method,
    // Unchanged, but without the host of an absolute form.
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
    // The worker refuses a body and breaks off: the real proxy fails when it cannot send the rest, whatever the answer
    // was.
    if (Number(answer.statusCode) >= 400 && !proxied.writableFinished) await sentOrBroken(proxied);
    if (outgoing.headersSent) return;
    const headers = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name));
    try {
      outgoing.writeHead(answer.statusCode ?? 500, withOrigin(Object.fromEntries(headers)));
      outgoing.flushHeaders();
    } catch {
      outgoing.destroy(); // a head that no server may send
      return;
    }
    // A broken answer, or a caller who disconnects, ends the other side.
    pipeline(answer, outgoing, (error) => onEnd(error ? undefined : answer.statusCode));
  });
  proxied.on('error', () => {
    onEnd(undefined);
    if (!outgoing.headersSent) outgoing.writeHead(500).end();
    else if (!outgoing.writableEnded) outgoing.destroy();
  });
  // The caller disconnected or has the whole answer: either way our side of the connection is done.
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
 * Ends a request that the worker has received. The library waits without limit for the request of an invocation that it
 * has started, so a request that is still connecting is sent first.
 */
function endOnceMet(proxied: ClientRequest): void {
  const { socket } = proxied;
  if (socket !== null && !socket.connecting) proxied.destroy();
  else if (socket === null) proxied.once('socket', () => endOnceMet(proxied));
  else socket.once('connect', () => setImmediate(() => proxied.destroy()));
}
