import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly type: 'application/json' | 'application/x-protobuf';
  readonly body: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in JSON. */
export function toJson(
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value), headers };
}

/** How long a sender that was cut off may take to read why, in ms: a reset can take the answer from it (RFC 9112, 9.6). */
const lingerMs = 500;

/** Sends an answer; when the body was not read to its end, closes the connection and reads no more of it. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body, headers }: Answer,
): Promise<void> {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
    ...(request.complete ? {} : { connection: 'close' }),
  });
  if (request.complete) {
    response.end(body);
    return;
  }
  response.write(body);
  const closed = new Promise((resolve) => response.once('close', resolve));
  await Promise.race([closed, wait(lingerMs)]);
  response.destroy();
}
