import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { listen } from '../../local/process/listen.ts';
import type { Certificate } from '../../test/e2e/certificate.ts';

/** How the ingestion server answers; `refused` has no server at all. */
export type Mode = 'ok' | 'refused' | 'hang' | '429' | '500' | '206';

interface Envelope {
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: { readonly name?: string } };
}

/** A name under which an exporter takes a server for one of Application Insights; see resolveLocally.ts. */
export const ingestionName = 'bench.in.applicationinsights.azure.com';

/** A local ingestion server that counts what it takes; over TLS, under `ingestionName`, with a certificate. */
export async function startIngestion(mode: Mode = 'ok', delayMs = 0, certificate?: Certificate) {
  const seen = { spans: 0, sessions: new Set<string>(), bytes: 0, sent: 0 };
  const take: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
      const envelopes = JSON.parse(body.toString('utf8')) as Envelope[];
      if (mode === 'ok') {
        seen.bytes += body.length;
        seen.sent += sent.length;
        for (const { tags, data } of envelopes) {
          if (data.baseType !== 'RemoteDependencyData') continue;
          if (data.baseData.name?.startsWith('POST ')) continue; // the built-in host's own row
          seen.spans++;
          seen.sessions.add(tags['ai.session.id'] ?? '');
        }
      }
      setTimeout(() => answer(response, mode, envelopes.length), delayMs);
    });
  };
  const server = certificate ? createSecureServer(certificate, take) : createServer(take);
  const port = await listen(server, 0);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  if (mode === 'refused') stop();
  const url = certificate ? `https://${ingestionName}:${port}` : `http://127.0.0.1:${port}`;
  const connectionString = `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${url}/`;
  return { url, connectionString, seen, stop };
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
