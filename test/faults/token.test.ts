import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toAppError } from '../../src/errors.ts';
import { createInference } from '../../src/inference/createInference.ts';
import { type Certificate, makeCertificate } from '../e2e/certificate.ts';
import { modelAnswer } from '../e2e/scriptedModel.ts';
import { testConfig } from '../testConfig.ts';
import { hangMs } from '../time/hangMs.ts';
import { limitsIn } from '../time/limitsIn.ts';

const request = { messages: [{ role: 'user', content: 'hi' }] };
const openSpan = () => ({
  responded() {},
  firstChunk() {},
  succeeded() {},
  failed() {},
});

// Tokens go over https only, so the model needs a certificate.
describe('a model that refuses our token', () => {
  const accepted = new Set<string>();
  const asked: string[] = [];
  let certificate: Certificate;
  const server = createServer((incoming, response) => {
    const { authorization = '' } = incoming.headers;
    asked.push(authorization);
    const known = accepted.has(authorization);
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? modelAnswer : { error: { code: '401' } }));
  });
  beforeAll(async () => {
    certificate = await makeCertificate();
    setDefaultCACertificates([...getCACertificates(), certificate.cert]);
    server.setSecureContext(certificate);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await certificate.remove();
  });

  /** Completes with a credential that gives these tokens, one after the other. */
  async function complete(...tokens: string[]) {
    asked.length = 0;
    const getToken = async () => ({
      token: (tokens.length > 1 ? tokens.shift() : tokens[0]) ?? '',
      expiresOnTimestamp: Date.now() + 3_600_000,
    });
    const inference = createInference(
      testConfig(`https://localhost:${(server.address() as AddressInfo).port}/v1`, {
        key: undefined,
      }),
      { getToken },
      openSpan,
    );
    const call = () => inference.complete(inference.parse(request), limitsIn(hangMs(5_000)));
    const first = await call().catch((thrown) => toAppError(thrown).code);
    return { first, call };
  }

  it('is asked once more with a new one, which later calls use as well', async () => {
    accepted.add('Bearer new');
    const { first, call } = await complete('old', 'new');
    expect(first).toMatchObject({ model: modelAnswer.model });
    await call();
    expect(asked).toEqual(['Bearer old', 'Bearer new', 'Bearer new']);
  });

  it('is not asked again with the same token', async () => {
    expect((await complete('old')).first).toBe('model_unauthorized');
    expect(asked).toEqual(['Bearer old']);
  });

  it('is asked once more only, whatever new tokens there are', async () => {
    expect((await complete('1', '2', '3', '4')).first).toBe('model_unauthorized');
    expect(asked.length).toBe(2);
  });
});
