import fc from 'fast-check';
import { expect, it } from 'vitest';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { sendRaw } from '../sendRaw.ts';
import { hangMs } from '../time/hangMs.ts';
import { runs } from './runs.ts';

const app = startApp();

const methods = [
  ...['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PRI', 'M-SEARCH'],
  ...['get', '', 'G\0T', 'GETGETGETGETGETGETGET'],
];
const paths = [
  ...['/', '//', '///', '/api', '/api/v1/jobs/', '/api/v1/chat/completions', '/api/v1/models'],
  ...['/api/health', '/admin/functions', '/v2.1/track', '//v2/track', '/v1/traces', '/v1/logs'],
  ...['/api/operations', '/api/operations/', '/api/tables/requests', '/api/stats', '/api/health'],
  ...['/api/info', '/api/export', '/api/import', '/api/items', '/api/try', '/api/try/jobs/'],
  ...['/calls/', '/assets/', '/QuickPulseService.svc/ping', '*', ''],
];
const odd = [
  ...[
    '[',
    ']',
    '[::1',
    'http:',
    'https://',
    'ws://',
    '@',
    ':',
    '//',
    '\\',
    '..',
    '/../',
    '%2e%2e',
    '%00',
    '%',
  ],
  ...[
    '%zz',
    '%c0%af',
    '%E2%82',
    '?',
    '??',
    '&&',
    '#',
    ';',
    '{',
    '}',
    '|',
    '^',
    '`',
    '"',
    '<',
    '>',
    '\x7f',
    '\xff',
    '\x80',
  ],
  ...[
    '?limit=1e999',
    '?from=-271821-04-20T00:00:00.000Z',
    '?to=x',
    '?before=~',
    '?q=%',
    '?__proto__=1',
    '?Headers={}',
  ],
];
const piece = fc.oneof(
  fc.constantFrom(...odd),
  fc.constantFrom(...paths),
  fc.string({ maxLength: 12 }),
  fc.nat(70_000).map((port) => `:${port}`),
  fc.constantFrom(300, 5_000, 9_000, 20_000).map((length) => 'x'.repeat(length)),
);
const target = fc
  .tuple(
    fc.constantFrom('', '', '', 'http://', 'http://[', 'https://127.0.0.1', 'HTTP://localhost:1'),
    fc.constantFrom(...paths),
    fc.array(piece, { maxLength: 4 }),
  )
  .map((parts) => parts.flat().join(''));
const host = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('127.0.0.1', 'localhost:1', '[::1]') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'evil.example',
      'evil.example:1',
      '10.0.0.1',
      '',
      '[',
      'a b',
      '\xff',
    ),
  },
);
const header = fc.tuple(
  fc.constantFrom(
    ...['origin', 'content-type', 'content-length', 'transfer-encoding', 'content-encoding'],
    ...['connection', 'upgrade', 'expect', 'traceparent', 'range', 'last-event-id', 'accept'],
    ...['x-ms-invocation-id', 'cookie', 'te', '', ' ', 'x odd'],
  ),
  fc.oneof(
    fc.constantFrom('null', 'gzip', 'chunked', 'upgrade', 'h2c', 'websocket', '100-continue', '0'),
    fc.constantFrom(
      '-1',
      '9'.repeat(400),
      '1e9',
      'application/json',
      'application/x-protobuf',
      'error',
    ),
    fc.string({ maxLength: 30 }),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  ),
);
const body = fc.oneof(
  fc.constant(''),
  fc.string({ maxLength: 40 }),
  fc.json({ maxDepth: 2 }),
  fc.constantFrom(
    '5\r\nhello\r\n0\r\n\r\n',
    'ffffffffff\r\n',
    '0\r\n\r\n',
    '[',
    '{"a":'.repeat(5_000),
  ),
);
const request = fc
  .record({
    method: fc.constantFrom(...methods),
    target,
    version: fc.constantFrom('1.1', '1.1', '1.1', '1.0', '0.9', '2.0', ''),
    host,
    headers: fc.array(header, { maxLength: 4 }),
    body,
  })
  .map(({ method, target, version, host, headers, body }) => {
    const lines = [['host', host], ...headers, ['connection', 'close']];
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    return `${method} ${target} HTTP/${version}\r\n${head}\r\n${body}`;
  });
/** Also what is no HTTP at all: a TLS greeting, the preface of HTTP/2, bytes. */
const bytes = fc.oneof(
  fc.constantFrom(
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0',
    '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
    '\r\n\r\n\r\n',
  ),
  fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each).toString('latin1')),
);

/** A host that is none of this machine's: few random requests are right but for that. */
const foreign = 'GET /api/health HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n';

const isUp = async () => {
  const call = await app.chat(campingRequest);
  const page = await fetch(`${app.stack.insights}/api/info`);
  await page.arrayBuffer();
  await call.arrayBuffer();
  return [call.status, page.status];
};

it('whatever is sent to the port of the app and of its telemetry, both answer the next call', async () => {
  const workerPid = app.stack.host?.workerPid();
  const statuses = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('app', 'insights'),
      fc.array(fc.oneof({ weight: 9, arbitrary: request }, { weight: 1, arbitrary: bytes }), {
        minLength: 12,
        maxLength: 24,
      }),
      async (port, sent) => {
        const url = app.stack[port] ?? '';
        const answers = await Promise.all(sent.map((text) => sendRaw(url, text, hangMs(100))));
        for (const answer of answers) {
          const status = `${port} ${/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'closed'}`;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          expect(status).not.toMatch(/ 50\d/);
        }
      },
    ),
    { ...runs(12), examples: [['app', [foreign]]] },
  );
  // It came as far as the rules of both.
  expect([...statuses.keys()]).toEqual(
    expect.arrayContaining(['app 400', 'app 403', 'insights 400']),
  );
  expect(await isUp()).toEqual([200, 200]);
  expect(app.stack.host?.workerPid()).toBe(workerPid);
  expect(app.stack.mishaps.list()).toEqual([]);
});
