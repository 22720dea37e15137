import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../test/fuzz/runs.ts';
import { sendRaw } from '../sendRaw.ts';
import { number, text } from './oddValues.ts';
import { startFuzzed } from './startFuzzed.ts';

const { url, ask, goesOn } = startFuzzed();

const segment = fc.oneof(
  fc.constantFrom(
    'operations',
    'conversations',
    'callers',
    'errors',
    'summary',
    'facets',
    'fit',
    'rows',
    'tables',
    'stats',
    'health',
    'info',
  ),
  fc.constantFrom(
    'dependencies',
    'requests',
    '1',
    '-1',
    '1e300',
    'NaN',
    'a.md',
    '..',
    'try',
    'jobs',
  ),
  text.map((part) => encodeURIComponent(part.toWellFormed())),
);
const query = fc.dictionary(
  fc.oneof(
    fc.constantFrom('q', 'outcome', 'status', 'function', 'model', 'minMs', 'from', 'to', 'since'),
    fc.constantFrom('sort', 'order', 'code', 'assistant', 'caller', 'all'),
    fc.constantFrom('before', 'limit', 'conversation', 'session', 'job', 'changedSince'),
    fc.constantFrom('session_Id', 'operation_Id'),
  ),
  fc.oneof(
    text,
    number.map(String),
    fc.constantFrom(
      '2026-11-24T12:00:00Z~1',
      'duration',
      'asc',
      '~1',
      '0.1~2',
      '~',
      'a~b',
      '1~1e3',
    ),
  ),
  { maxKeys: 4, noNullPrototype: true },
);

it('whatever is asked of /api/*, with whatever query, it is answered and the next call is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT', 'HEAD'),
      fc.array(segment, { maxLength: 3 }),
      query,
      async (method, segments, parameters) => {
        const search = new URLSearchParams(parameters);
        const path = `/api/${segments.join('/')}?${search}`;
        if (/^\/api\/try/.test(path)) return; // 503: no app runs here
        await ask(path, { method });
      },
    ),
    runs(200),
  );
  await goesOn();
});

it('whatever line a request begins with, the port goes on to answer', async () => {
  const target = fc.oneof(
    fc.constantFrom('/', '//', '*', 'http://[/', 'http://', '/api/live', '/api/%', '/v2.1/track'),
    fc.constantFrom('//v2/track', '/v1/traces', 'http://127.0.0.1/api/info', '/assets/x', '?', '#'),
    fc.string({ unit: 'binary-ascii', maxLength: 30 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.constantFrom('GET', 'POST', 'OPTIONS', 'CONNECT', 'DELETE', 'PRI'), text),
      target,
      fc.oneof(fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', ''), text),
      fc.array(
        fc.tuple(
          fc.oneof(
            fc.constantFrom('host', 'origin', 'content-length', 'transfer-encoding', 'expect'),
            fc.constantFrom('upgrade', 'connection', 'content-encoding', 'last-event-id'),
            text,
          ),
          fc.oneof(
            fc.constantFrom('127.0.0.1', 'chunked', '5', '[', 'null', 'gzip', 'upgrade'),
            text,
          ),
        ),
        { maxLength: 4 },
      ),
      fc.string({ unit: 'binary-ascii', maxLength: 50 }),
      async (method, path, version, headers, body) => {
        const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
        const request = `${method} ${path} ${version}\r\n${head}\r\n${body}`;
        expect(await sendRaw(url(), request, false)).not.toBe('500');
      },
    ),
    runs(200),
  );
  await goesOn();
});
