import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';
import { runs } from './runs.ts';

const app = startApp();
const canary = 'C4N4RY';
const names = ['traceparent', 'x-conversation-id', 'idempotency-key', 'content-type'] as const;

/** Sends a request as bytes, so that nothing on this side refuses it; resolves to all that came back. */
function send(path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const { hostname, port } = new URL(app.stack.app ?? '');
  const body = JSON.stringify(campingRequest);
  const head = Object.entries({
    host: hostname,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': `${Buffer.byteLength(body)}`,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname)
      .setEncoding('latin1')
      .on('data', (text) => {
        answer += text;
      })
      .on('close', () => resolve(answer))
      .on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
    socket.write(
      Buffer.from(`POST /api/v1/${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`, 'latin1'),
    );
  });
}

// Never a name or a key that would be taken: it holds a space. Bytes that end a header are left out.
const value = fc
  .tuple(
    fc.uint8Array({ maxLength: 60 }),
    fc.oneof(
      { weight: 20, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(15_000, 100_000) },
    ),
  )
  .map(([bytes, padding]) => {
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\0\r\n]/g, '');
    return `${canary} ${text}${'x'.repeat(padding)}${canary}`;
  });

const spaced = `${canary} ${canary}`;
const oneForEachAnswer: [string, Record<string, string>][] = [
  ['chat/completions', { traceparent: spaced }],
  ['jobs', { traceparent: spaced }],
  ['jobs', { 'idempotency-key': spaced }],
  ['jobs', { 'content-type': spaced }],
  ['jobs', { traceparent: 'x'.repeat(100_000) }],
];

it('whatever headers hold, the call is answered or refused, and nothing of it goes on', async () => {
  const statuses = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<string>('chat/completions', 'jobs'),
      fc.dictionary(fc.constantFrom(...names), value, { minKeys: 1, noNullPrototype: true }),
      async (path, headers) => {
        const answer = await send(path, headers);
        const status = answer.slice(9, 12);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        // 400 is the host's too, for bytes that no header may hold; 431 for headers that are too large.
        expect(status).toMatch(/^(200|202|400|415|431)$/);
        expect(answer).not.toContain(canary);
      },
    ),
    // One for each answer, whatever the seed.
    { ...runs(300), examples: oneForEachAnswer },
  );
  expect([...statuses.keys()]).toEqual(expect.arrayContaining(['200', '202', '400', '415', '431']));

  const last = await app.chat(campingRequest);
  const session = last.headers.get('x-request-id') ?? '';
  await until(
    'the line of the last call',
    () => app.rows('traces', session),
    (rows) => rows.length > 0,
  );
  const tables = ['requests', 'dependencies', 'exceptions', 'traces', 'customMetrics'];
  const rows = await Promise.all(tables.map((table) => app.rows(table)));
  expect(JSON.stringify([rows, app.logs])).not.toContain(canary);
  for await (const { name } of app.blobs.getContainerClient('inference-requests').listBlobsFlat()) {
    expect(name).toMatch(/^[0-9a-f]{64}\.json$/);
  }
});
