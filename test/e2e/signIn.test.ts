import { execFile } from 'node:child_process';
import { constants, verify } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { dirname, join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { generate } from 'selfsigned';
import { expect, it, onTestFinished } from 'vitest';
import { startChildPart } from '../../local/process/childPart.ts';
import { listen } from '../../local/process/listen.ts';
import { root } from '../../local/stack/root.ts';
import { hangMs } from '../time/hangMs.ts';
import { makeCertificate } from './certificate.ts';

const base64 = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** What Microsoft's directory signs for storage; Azurite reads its claims alone. */
function storageToken(): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    aud: 'https://storage.azure.com',
    iss: 'https://sts.windows.net/00000000-0000-0000-0000-000000000000/',
    iat: now - 60,
    nbf: now - 60,
    exp: now + 3_600,
  };
  return `${base64({ alg: 'RS256', typ: 'JWT' })}.${base64(claims)}.c2lnbmVk`;
}

/** Azurite over https, which takes tokens of any signature: the addresses of its blobs and queues. */
async function startTokenAzurite(key: string, cert: string) {
  return startChildPart({
    name: 'Azurite',
    module: new URL('../../local/storage/server.ts', import.meta.url),
    args: [
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry', '--inMemoryPersistence'],
      ...['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'],
      ...['--oauth', 'basic', '--key', key, '--cert', cert],
    ],
    readReady: (lines) => {
      const [blob, queue, table] = ['Blob', 'Queue', 'Table'].map(
        (service) =>
          new RegExp(`${service} service is successfully listening at \\S+:(\\d+)`).exec(
            lines.join('\n'),
          )?.[1],
      );
      if (!blob || !queue || !table) return;
      const address = (port: string) => `https://localhost:${port}/devstoreaccount1`;
      return { blobServiceUri: address(blob), queueServiceUri: address(queue) };
    },
    onExit: () => {},
  });
}

it('the deployable signs in with a certificate of a developer’s own, and storage takes its token', async () => {
  const tls = await makeCertificate();
  onTestFinished(tls.remove);
  setDefaultCACertificates([...getCACertificates(), tls.cert]);
  const own = await generate([{ name: 'commonName', value: 'developer' }], { keySize: 2_048 });
  const ownFile = join(dirname(tls.file), 'own.pem');
  const keyFile = join(dirname(tls.file), 'key.pem');
  await Promise.all([writeFile(ownFile, own.private + own.cert), writeFile(keyFile, tls.key)]);

  const asked: URLSearchParams[] = [];
  const directory = createServer(tls, async (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET') {
      const here = `https://${request.headers.host}/adfs`;
      const endpoints = {
        issuer: here,
        token_endpoint: `${here}/token`,
        authorization_endpoint: `${here}/authorize`,
        jwks_uri: `${here}/keys`,
      };
      response.end(JSON.stringify(endpoints));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    response.end(
      JSON.stringify({ access_token: storageToken(), token_type: 'Bearer', expires_in: 3_600 }),
    );
  });
  const port = await listen(directory, 0);
  onTestFinished(() => {
    directory.closeAllConnections();
    directory.close();
  });
  const azurite = await startTokenAzurite(keyFile, tls.file);
  onTestFinished(azurite.stop);

  const { blobServiceUri, queueServiceUri } = azurite.ready;
  const credential = {
    getToken: async () => ({
      token: storageToken(),
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
  };
  const blobs = new BlobServiceClient(blobServiceUri, credential);
  await blobs.createContainer('inference-results');
  const queue = new QueueServiceClient(queueServiceUri, credential).getQueueClient(
    'inference-results',
  );
  await queue.create();

  const script = `
    const { createCredential } = require('./identity.js');
    const { openJobStore } = require('./storage.js');
    const store = openJobStore(${JSON.stringify(azurite.ready)}, createCredential(false, undefined));
    (async () => {
      const written = await store.writeResult({ job: 'j', status: 'succeeded', completion: {} });
      await store.sendResult({ job: 'j' });
      console.log(JSON.stringify({ written, read: await store.readResult('j') }));
    })();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: join(root, 'dist/app'),
    timeout: hangMs(10_000),
    env: {
      ...process.env,
      NODE_EXTRA_CA_CERTS: tls.file,
      AZURE_AUTHORITY_HOST: `https://localhost:${port}`,
      AZURE_TENANT_ID: 'adfs', // the one tenant whose directory may be anywhere
      AZURE_CLIENT_ID: 'client',
      AZURE_CLIENT_CERTIFICATE_PATH: ownFile,
    },
  });
  expect(JSON.parse(stdout)).toMatchObject({ written: true, read: { job: 'j' } });
  expect((await queue.peekMessages()).peekedMessageItems).toHaveLength(1);

  const assertion = asked[0]?.get('client_assertion') ?? '';
  const at = assertion.lastIndexOf('.');
  const signature = Buffer.from(assertion.slice(at + 1), 'base64url');
  const key = { key: await readFile(ownFile), padding: constants.RSA_PKCS1_PSS_PADDING };
  expect(verify('sha256', Buffer.from(assertion.slice(0, at)), key, signature)).toBe(true);
});
