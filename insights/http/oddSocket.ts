import type { Duplex } from 'node:stream';

/** What came over a connection that speaks no HTTP, and what mends it; undefined for one that just broke off or was slow. */
export type OnOdd = (seen: string, mend: string) => void;

/** An error of node:http's parser; `rawPacket` is what it could not read. */
type ParserError = Error & { readonly code?: string; readonly rawPacket?: Buffer };

/** Answers that node:http gives to what it cannot read, by the error's code; 400 for any other. */
const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers a connection whose bytes are no request, as node:http would, and tells what they most likely are. */
export function answerOddSocket(error: ParserError, socket: Duplex, onOdd: OnOdd): void {
  const { code = '', rawPacket } = error;
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (code.startsWith('HPE_') && !(code in statuses)) tellOf(rawPacket, onOdd);
  socket.end(`HTTP/1.1 ${statuses[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
}

function tellOf(bytes: Buffer | undefined, onOdd: OnOdd): void {
  if (bytes?.[0] === 0x16 && bytes[1] === 0x03) {
    onOdd('TLS at the port for http', 'use http:// in the address, or the address of --https');
  } else if (bytes?.subarray(0, 3).equals(Buffer.from('PRI')) === true) {
    onOdd('HTTP/2, as OTLP over gRPC', 'set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf');
  } else {
    onOdd(
      'bytes that are no HTTP request',
      'look for what sends them: no telemetry is read from them',
    );
  }
}
