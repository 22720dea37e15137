import { createServer, type ServerResponse } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { listen } from '../../local/process/listen.ts';

/** How the ingestion server answers; `refused` has no server at all. */
export type Mode = 'ok' | 'refused' | 'hang' | '429' | '500' | '206';

interface Envelope {
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string };
}

/** A local ingestion server that counts what it takes. */
export async function startIngestion(mode: Mode = 'ok', delayMs = 0) {
  const seen = { spans: 0, sessions: new Set<string>(), bytes: 0, gzipped: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
      const envelopes = JSON.parse(body.toString('utf8')) as Envelope[];
      if (mode === 'ok') {
        seen.bytes += body.length;
        seen.gzipped += gzipSync(body).length;
        for (const { tags, data } of envelopes) {
          if (data.baseType !== 'RemoteDependencyData') continue;
          seen.spans++;
          seen.sessions.add(tags['ai.session.id'] ?? '');
        }
      }
      setTimeout(() => answer(response, mode, envelopes.length), delayMs);
    });
  });
  const port = await listen(server, 0);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  if (mode === 'refused') stop();
  const connectionString = `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:${port}/`;
  return { url: `http://127.0.0.1:${port}`, connectionString, seen, stop };
}

function answer(response: ServerResponse, mode: Mode, items: number): void {
  if (mode === 'hang') return;
  if (mode === '429') response.writeHead(429, { 'retry-after': '3600' }).end('{}');
  else if (mode === '500') response.writeHead(500).end('{}');
  else {
    const refused = mode === '206' ? Math.floor(items / 2) : 0;
    const errors = [...Array(refused).keys()].map((index) => ({
      index,
      statusCode: 500,
      message: 'later',
    }));
    const itemsAccepted = items - refused;
    response
      .writeHead(refused > 0 ? 206 : 200)
      .end(JSON.stringify({ itemsReceived: items, itemsAccepted, errors }));
  }
}
