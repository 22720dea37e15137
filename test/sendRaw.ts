import { connect } from 'node:net';
import { hangMs } from './time/hangMs.ts';

/**
 * Sends raw bytes, as no HTTP client would, to the port of a URL. Gives everything that came back until the connection
 * closed, as Latin-1. Closes a connection without an answer after `endMs`. Rejects only when nobody listens.
 */
export function sendRaw(
  url: string,
  text: string | Uint8Array,
  endMs = hangMs(10_000),
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    const timer = setTimeout(() => socket.destroy(), endMs);
    socket
      .setEncoding('latin1')
      .on('data', (more) => {
        answer += more;
      })
      .on('close', () => {
        clearTimeout(timer);
        resolve(answer);
      })
      .on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') reject(error);
      });
    socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  });
}
