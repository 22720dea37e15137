import { createServer, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { listen } from '../../local/process/listen.ts';

/** Behaviour of the ingestion endpoint. */
export type IngestionFault = keyof typeof faults | 'refusing connections' | 'none';

const faults = {
  hanging: () => {},
  'busy for an hour': (response: ServerResponse) =>
    response.writeHead(429, { 'retry-after': '3600' }).end('{"errors":[]}'),
  failing: (response: ServerResponse) => response.writeHead(500).end('<html>oh no</html>'),
  'refusing our key': (response: ServerResponse) => response.writeHead(401).end('{}'),
  'resetting connections': (response: ServerResponse) => response.destroy(),
  'taking half': (response: ServerResponse, items: number) => {
    const errors = [...Array(items).keys()]
      .filter((index) => index % 2 === 1)
      .map((index) => ({ index, statusCode: 500, message: 'later' }));
    const itemsAccepted = items - errors.length;
    response.writeHead(206).end(JSON.stringify({ itemsReceived: items, itemsAccepted, errors }));
  },
} as const;

/** Every way an ingestion endpoint can fail. */
export const ingestionFaults: readonly IngestionFault[] = [
  ...(Object.keys(faults) as (keyof typeof faults)[]),
  'refusing connections',
];

/** An ingestion endpoint that keeps everything it gets, unchanged, and fails as set. */
export async function startIngestion(fault: IngestionFault) {
  const received: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const text = (
        request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
      ).toString('utf8');
      received.push(text);
      const items = (JSON.parse(text) as unknown[]).length;
      if (fault !== 'none' && fault !== 'refusing connections') {
        faults[fault](response, items);
        return;
      }
      const answer = { itemsReceived: items, itemsAccepted: items, errors: [] };
      response.writeHead(200).end(JSON.stringify(answer));
    });
  });
  const port = await listen(server, 0);
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  if (fault === 'refusing connections') stop();
  return {
    connectionString: `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:${port}/`,
    /** Bodies of the requests so far, decompressed. */
    received,
    /** Number of requests so far. */
    sendings: () => received.length,
    stop,
  };
}
