import { describe, expect, it } from 'vitest';
import { bodyOf, campingRequest, startApp } from '../startApp.ts';
import { newKey, toSetting, ways } from './keys.ts';

const [mobile, old] = [newKey(), newKey()];
const app = startApp(() => ({
  CALLERS: toSetting({ mobile: { key: mobile }, old: { key: old, disabled: true } }),
}));

const json = { 'content-type': 'application/json' };
const call = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(`${app.stack.app}/api${path}`, {
    method,
    headers: body === undefined ? headers : { ...json, ...headers },
    ...(body !== undefined && { body }),
  });
const question = JSON.stringify(campingRequest);

/** Every route but health; what each answers to a good key. */
const routes: readonly [string, string, string | undefined, number][] = [
  ['POST', '/v1/chat/completions', question, 200],
  ['POST', '/openai/deployments/gpt-4o/chat/completions', question, 200],
  ['POST', '/v1/responses', '{"input":"Hi"}', 200],
  ['POST', '/openai/responses', '{"input":"Hi"}', 200],
  ['POST', '/v1/embeddings', '{"input":"Hi"}', 200],
  ['POST', '/openai/deployments/text-embedding-3-small/embeddings', '{"input":"Hi"}', 200],
  ['GET', '/v1/models', undefined, 200],
  ['GET', '/v1/models/gpt-4o', undefined, 200],
  ['GET', '/v1/openapi.json', undefined, 200],
  ['POST', '/v1/jobs', question, 202],
  ['GET', '/v1/jobs/nobody', undefined, 404],
  ['GET', '/v1/nothing', undefined, 404],
  ['DELETE', '/v1/models', undefined, 405],
];

/** What a refused request gets, but for its ID. */
async function refusal(response: Response) {
  const headers = Object.fromEntries(response.headers);
  const { 'x-request-id': id, 'x-ms-invocation-id': _of, date: _at, ...rest } = headers;
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  return { status: response.status, headers: rest, body: await response.text() };
}

describe('with CALLERS', () => {
  it.each(routes)('%s %s takes a key, and nothing without', async (method, path, body, status) => {
    expect((await call(method, path, { 'api-key': mobile }, body)).status).toBe(status);
    const refused = await call(method, path, {}, body);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(refused.headers.get('x-should-retry')).toBe('false');
    expect((await bodyOf(refused)).error).toEqual({
      message: expect.stringContaining('Incorrect API key provided'),
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    });
  });

  it.each(ways)('a key in %s counts', async (_name, headers) => {
    expect((await call('GET', '/v1/models', headers(mobile))).status).toBe(200);
    expect((await call('POST', '/v1/chat/completions', headers(mobile), question)).status).toBe(
      200,
    );
  });

  it.each(ways)('a key in %s counts beside dummies in the others', async (name, headers) => {
    const dummies = ways.filter(([other]) => other !== name).map(([, way]) => way('dummy'));
    const sent = Object.assign({}, ...dummies, headers(mobile));
    expect((await call('GET', '/v1/models', sent)).status).toBe(200);
  });

  it('wrong, disabled, malformed and missing keys get one answer', async () => {
    const answers = await Promise.all(
      [
        {},
        ...ways.flatMap(([, headers]) => [
          headers(newKey()),
          headers(old),
          headers('x'.repeat(2_000)),
        ]),
        { authorization: mobile },
        { authorization: `Basic ${mobile}` },
        { 'api-key': `Bearer ${mobile}` },
        { 'api-key': mobile.slice(0, -1) },
        { 'x-api-key': `${mobile}, ${mobile}` },
        { 'x-ms-client-principal-name': 'mobile' },
      ].map(async (headers) =>
        refusal(await call('GET', '/v1/models', headers as Record<string, string>)),
      ),
    );
    expect(answers[0]).toMatchObject({ status: 401 });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('a key in the query counts nowhere, nor do headers that a query or a body plants', async () => {
    const planted = encodeURIComponent(JSON.stringify({ 'api-key': mobile }));
    for (const query of [`?code=${mobile}`, `?api-key=${mobile}`, `?Headers=${planted}`]) {
      expect((await call('GET', `/v1/models${query}`)).status).toBe(401);
    }
    const body = JSON.stringify({ ...campingRequest, Headers: { 'api-key': mobile } });
    expect((await call('POST', '/v1/chat/completions', {}, body)).status).toBe(401);
  });

  it('health takes none', async () => {
    expect((await call('GET', '/health')).status).toBe(200);
  });

  it('a refused request with a body of 10 MB is answered, not broken off', async () => {
    const large = 'x'.repeat(10_000_000);
    expect((await call('POST', '/v1/chat/completions', {}, large)).status).toBe(401);
  });

  it('a refused request opens no span and asks no model', async () => {
    const refused = await call('POST', '/v1/chat/completions', {}, question);
    const id = refused.headers.get('x-request-id') ?? '';
    await app.chat(campingRequest, { 'api-key': mobile }); // whose rows would come later
    expect(await app.rows('dependencies', id)).toEqual([]);
    expect(await app.rows('exceptions', id)).toEqual([]);
  });
});
