import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../local/host/startHost.ts';
import { listen } from '../../local/process/listen.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { expectWithin } from '../time/expectWithin.ts';
import { until } from '../time/until.ts';
import { type Certificate, makeCertificate } from './certificate.ts';
import { campingRequest } from './startApp.ts';

describe('the connection string of a Foundry project', () => {
  let certificate: Certificate;
  const servers: Server[] = [];
  let insights: Receiver;
  let settings: Record<string, string>;
  let project: RequestListener;
  const asked: { path: string; authorization: string | undefined }[] = [];

  beforeAll(async () => {
    certificate = await makeCertificate();
    insights = await startReceiver();
    const identity = createServer((_request, response) => {
      const expires_on = Math.floor(Date.now() / 1_000) + 3_600;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          access_token: 'canary-token',
          expires_on,
          resource: 'r',
          token_type: 'Bearer',
        }),
      );
    });
    const model = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'A tent.' } }] }),
      );
    });
    const secure = createSecureServer(
      { key: certificate.key, cert: certificate.cert },
      (request, response) => {
        asked.push({ path: request.url ?? '', authorization: request.headers.authorization });
        project(request, response);
      },
    );
    servers.push(identity, model, secure);
    settings = {
      ...readSample(root),
      AzureWebJobsStorage: '',
      APPLICATIONINSIGHTS_CONNECTION_STRING: '',
      AZURE_AI_PROJECT_ENDPOINT: `https://localhost:${await listen(secure, 0)}/api/projects/p`,
      AZURE_AI_INFERENCE_ENDPOINT: `http://127.0.0.1:${await listen(model, 0)}/v1`,
      IDENTITY_ENDPOINT: `http://127.0.0.1:${await listen(identity, 0)}/token`,
      IDENTITY_HEADER: 'x',
      NODE_EXTRA_CA_CERTS: certificate.file,
      OTEL_BSP_SCHEDULE_DELAY: '200',
    };
  });
  afterAll(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await insights.stop();
    await certificate.remove();
  });

  async function askOnce() {
    const host = await startHost({ appDir: join(root, 'dist/app'), port: 0, settings });
    // At most 3 s for the project's answer, then the call itself.
    const response = await expectWithin(3_000, 1_500, () =>
      fetch(`${host.url}/api/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(campingRequest),
      }),
    );
    const health = (await (await fetch(`${host.url}/api/health`)).json()) as {
      telemetry: { state: string };
    };
    return {
      host,
      status: response.status,
      state: health.telemetry.state,
      session: response.headers.get('x-request-id') ?? '',
    };
  }

  it('is asked of the project when no setting gives it, with an Entra token, and used', async () => {
    project = (request, response) => {
      response.setHeader('content-type', 'application/json');
      const connection = {
        name: 'ai',
        id: 'ai',
        type: 'AppInsights',
        target: 't',
        isDefault: true,
        metadata: {},
      };
      const credentials = { type: 'ApiKey', key: insights.connectionString };
      const one = request.method === 'POST';
      response.end(
        JSON.stringify(
          one
            ? { ...connection, credentials }
            : { value: [{ ...connection, credentials: { type: 'ApiKey' } }] },
        ),
      );
    };
    const { host, status, state, session } = await askOnce();
    expect(status).toBe(200);
    expect(state).toBe('exporting');
    await until(
      'both rows of the invocation',
      async () =>
        (await insights.rows('dependencies')).filter(({ session_Id }) => session_Id === session),
      (rows) => rows.length === 2,
    );
    expect(asked.every(({ authorization }) => authorization === 'Bearer canary-token')).toBe(true);
    await host.stop();
  });

  it.each<[string, RequestListener]>([
    ['does not answer', () => {}],
    [
      'refuses',
      (_request, response) => response.writeHead(403).end('{"error":{"message":"canary"}}'),
    ],
  ])(
    'a project that %s leaves the worker dark after at most 3 s, and the call is answered',
    async (_name, listener) => {
      project = listener;
      const { host, status, state } = await askOnce();
      expect(status).toBe(200);
      expect(state).toBe('dark');
      await host.stop();
    },
  );
});
