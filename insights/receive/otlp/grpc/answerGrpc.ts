import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Accept } from '../../accept.ts';
import { maxBodyBytes } from '../../readBody.ts';
import { Refusal } from '../../refusal.ts';
import { protobuf } from '../encoding/encoding.ts';
import { type Signal, signals, takeExport } from '../takeExport.ts';
import { readMessage, toFrame } from './frames.ts';

/** The services of OTLP/gRPC: https://opentelemetry.io/docs/specs/otlp/#otlpgrpc */
const methods: ReadonlyMap<string, Signal> = new Map(
  Object.entries({ trace: signals.traces, logs: signals.logs, metrics: signals.metrics }).map(
    ([name, signal]) => {
      const service = `${name.charAt(0).toUpperCase()}${name.slice(1)}Service`;
      return [`/opentelemetry.proto.collector.${name}.v1.${service}/Export`, signal];
    },
  ),
);

/** Codes of gRPC: https://grpc.io/docs/guides/status-codes/ */
const codes = { ok: 0, invalid: 3, exhausted: 8, unimplemented: 12, unavailable: 14 } as const;

/** How long a sender may take for its message, in ms. */
const slowestMs = 60_000;

/** Whether a request of HTTP/2 is one of gRPC. */
export function isGrpc({ headers }: Http2ServerRequest): boolean {
  return /^application\/grpc(?:\+proto)?(?:;|$)/i.test(headers['content-type'] ?? '');
}

/** Answers an export over gRPC. `lost` is told of a service that is none of OTLP's. Rejects with what `accept` throws. */
export async function answerGrpc(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  accept: Accept,
  lost: (seen: string) => void,
): Promise<void> {
  request.setTimeout(slowestMs, () => request.stream.close());
  const signal = methods.get(request.url);
  if (signal === undefined) {
    lost('gRPC of another service than OTLP’s');
    return end(response, codes.unimplemented, 'Only the Export services of OTLP are here.');
  }
  try {
    const body = await readWhole(request);
    const message = await readMessage(body, encodingOf(request), maxBodyBytes);
    const answer = takeExport(signal, protobuf, message, accept);
    response.writeHead(200, { 'content-type': 'application/grpc' });
    response.write(toFrame(Buffer.from(answer)));
    response.addTrailers({ 'grpc-status': `${codes.ok}` });
    response.end();
  } catch (error) {
    if (request.stream.destroyed) return; // its sender has left
    if (!(error instanceof Refusal)) {
      end(response, codes.unavailable, 'The receiver failed to answer.');
      throw error;
    }
    accept([], { refused: [{ reason: error.message }] });
    end(response, error.status === 413 ? codes.exhausted : codes.invalid, error.message);
  }
}

function encodingOf({ headers }: Http2ServerRequest): string | undefined {
  const encoding = headers['grpc-encoding'];
  return Array.isArray(encoding) ? encoding[0] : encoding;
}

async function readWhole(request: Http2ServerRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) {
      throw new Refusal(413, `The body is larger than ${maxBodyBytes / 1024 / 1024} MiB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** An answer without a message: the status stands in its headers. */
function end(response: Http2ServerResponse, code: number, message: string): void {
  if (response.headersSent || response.stream.destroyed) return;
  response.writeHead(200, {
    'content-type': 'application/grpc',
    'grpc-status': `${code}`,
    'grpc-message': encodeURIComponent(message).replaceAll('%20', ' '),
  });
  response.end();
}
