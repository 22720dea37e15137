import { connect, type Socket } from 'node:net';

/** Where a stream is asked for. */
export interface StreamTarget {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Asks for a stream over a connection of its own and calls `onData` with each piece of the answer as it arrives, its head
 * included; the end is `onEnd`. The plain socket keeps the caller's own cost below that of whom it measures.
 */
export function openStream(
  { port, path, headers }: StreamTarget,
  body: string,
  onData: (data: Buffer) => void,
  onEnd: () => void = () => {},
): Socket {
  const lines = {
    host: `127.0.0.1:${port}`,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': `${Buffer.byteLength(body)}`,
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('data', onData).on('close', onEnd);
  socket.on('error', () => {}); // it closes then
  socket.write(`POST ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`);
  return socket;
}
