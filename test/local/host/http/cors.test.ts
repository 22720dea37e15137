import { describe, expect, it } from 'vitest';
import { startReceiver } from '../../../receiver.ts';
import { sendRaw } from '../../../sendRaw.ts';
import { until } from '../../../time/until.ts';
import { runApp } from '../runApp.ts';

const page = 'http://localhost:5173';
const asks = {
  origin: page,
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,content-type,x-stainless-os',
};
const stream = 'app.setup({ enableHttpStream: true });';
const echo = `app.http('echo', { route: '{*rest}', methods: ['GET', 'POST', 'OPTIONS'], handler: (request) => {
  console.log('ran ' + request.method);
  return { headers: { vary: 'accept', 'x-request-id': '1' }, body: 'hello' };
} });`;

const cors = (response: Response) =>
  Object.fromEntries(
    [...response.headers].filter(([name]) => name.startsWith('access-control') || name === 'vary'),
  );

describe.each([
  ['in buffered mode', echo],
  ['in streaming mode', `${stream} ${echo}`],
])('a page on another port of this machine, %s', (_name, source) => {
  it('is told that it may call, without a run of the app', async () => {
    const { url, logs } = await runApp(source);
    const response = await fetch(`${url}/api/x`, { method: 'OPTIONS', headers: asks });
    expect(response.status).toBe(204);
    expect(cors(response)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': 'authorization,content-type,x-stainless-os',
      'access-control-expose-headers': '*',
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Headers',
    });
    const plain = await fetch(`${url}/api/x`, { method: 'OPTIONS', headers: { origin: page } });
    expect(await plain.text()).toBe('hello'); // an OPTIONS call that no browser makes ahead of another
    expect(logs.map(({ message }) => message).filter((line) => line.startsWith('ran'))).toEqual([
      'ran OPTIONS',
    ]);
  });

  it('reads the answers, from any name of this machine', async () => {
    const { url } = await runApp(source);
    for (const origin of [page, 'https://localhost', 'http://127.0.0.1:3000', 'http://[::1]:80']) {
      const response = await fetch(`${url}/api/x`, { headers: { origin } });
      expect(await response.text()).toBe('hello');
      expect(cors(response)).toEqual({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': '*',
        vary: 'Origin, accept',
      });
    }
    expect(cors(await fetch(`${url}/api/x`))).toEqual({ vary: 'Origin, accept' });
  });
});

describe('a page on another port of this machine', () => {
  it('reads errors of the host itself', async () => {
    const { url } = await runApp(
      `app.http('bad', { handler: () => { throw new Error('oops'); } });`,
    );
    for (const [path, status] of [
      ['/api/bad', 500],
      ['/api/none', 404],
    ] as const) {
      const response = await fetch(`${url}${path}`, { headers: { origin: page } });
      expect([response.status, cors(response)]).toMatchObject([
        status,
        { 'access-control-allow-origin': page, vary: 'Origin' },
      ]);
    }
  });

  it('may call where its browser asks about the private network', async () => {
    const { url } = await runApp(echo);
    const headers = { ...asks, 'access-control-request-private-network': 'true' };
    const response = await fetch(`${url}/api/x`, { method: 'OPTIONS', headers });
    expect(response.headers.get('access-control-allow-private-network')).toBe('true');
  });

  it('keeps an answer for itself where the app says so', async () => {
    const { url } = await runApp(`${stream} app.http('own', { handler: () => ({
      headers: { 'access-control-allow-origin': 'http://localhost:1' } }) });`);
    const response = await fetch(`${url}/api/own`, { headers: { origin: page } });
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:1');
  });
});

it('a page of another site, or of none, is told nothing', async () => {
  const { url, logs } = await runApp(echo);
  const others = [
    'https://evil.example',
    'http://localhost.evil.example',
    'http://localhost@evil.example',
    'http://localhost:1, http://evil.example',
    'file://localhost',
    'null',
    '',
  ];
  for (const origin of others) {
    for (const method of ['OPTIONS', 'POST']) {
      const response = await fetch(`${url}/api/x`, { method, headers: { ...asks, origin } });
      expect([origin, response.status, cors(response)]).toEqual([origin, 403, {}]);
    }
  }
  const rebound = `Host: evil.example:7071\r\nOrigin: ${page}\r\nAccess-Control-Request-Method: POST`;
  const answer = await sendRaw(
    url,
    `OPTIONS /api/x HTTP/1.1\r\n${rebound}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 403 /);
  expect(answer).not.toMatch(/access-control/i);
  expect(logs.filter(({ message }) => message.startsWith('ran'))).toEqual([]);
});

it('a preflight has no row', async () => {
  const insights = await startReceiver();
  try {
    const settings = { APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString };
    const { url, host } = await runApp(echo, { settings });
    await fetch(`${url}/api/x`, { method: 'OPTIONS', headers: asks });
    await (await fetch(`${url}/api/x`, { headers: { origin: page } })).text();
    await host.stop();
    const rows = await until(
      'the row of the call',
      () => insights.rows('requests'),
      (found) => found.length > 0,
    );
    expect(rows).toHaveLength(1);
  } finally {
    await insights.stop();
  }
});
