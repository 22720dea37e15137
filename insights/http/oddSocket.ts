import type { Duplex } from 'node:stream';

/** What came over a connection that nothing can be read from, and what mends it. */
export type OnOdd = (seen: string, mend: string) => void;

/** An error of the parser of node:http, or of TLS; `rawPacket` is what the parser could not read. */
type ClientError = Error & { readonly code?: string; readonly rawPacket?: Buffer };

/** Answers that node:http gives to what it cannot read, by the error's code; 400 for any other. */
const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers a connection whose bytes are no request, as node:http would, and tells what they most likely are. */
export function answerOddSocket(error: ClientError, socket: Duplex, onOdd: OnOdd): void {
  const { code = '', rawPacket } = error;
  if (code.startsWith('ERR_SSL_')) tellOfTls(code, onOdd);
  if (code.startsWith('HPE_') && !(code in statuses)) tellOfBytes(rawPacket, onOdd);
  if (code === 'ECONNRESET' || code.startsWith('ERR_SSL_') || !socket.writable) socket.destroy();
  else socket.end(`HTTP/1.1 ${statuses[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
}

function tellOfBytes(bytes: Buffer | undefined, onOdd: OnOdd): void {
  if (bytes?.[0] === 0x16 && bytes[1] === 0x03) {
    onOdd('TLS at the port for http', 'use http:// in the address, or the address of --https');
  } else {
    onOdd(
      'bytes that are no HTTP request',
      'look for what sends them, as nothing is read from them',
    );
  }
}

function tellOfTls(code: string, onOdd: OnOdd): void {
  if (code === 'ERR_SSL_HTTP_REQUEST') {
    onOdd('http at the port for https', 'use https:// in the address, or the port for http');
  } else {
    onOdd('bytes that are no TLS at the port for https', 'use the port for http, or OTLP over TLS');
  }
}
