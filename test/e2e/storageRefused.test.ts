import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { startAzurite } from '../../local/storage/azurite.ts';
import { startGate } from '../local/verify/azure/startGate.ts';
import { until } from '../time/until.ts';
import { campingRequest, type Row, startApp } from './startApp.ts';

/** Storage's answer to a caller without a role; only its status may be recorded. */
const canary = 'CANARY-of-the-service';
const azurite = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 }, onExit: () => {} });
const blobs = /BlobEndpoint=(http:\/\/[^/]+)/.exec(azurite.connectionString)?.[1] ?? '';
let isRefused = false;
const gate = await startGate(blobs, () =>
  isRefused
    ? (response) => {
        response.writeHead(403, { 'content-type': 'application/xml', 'x-ms-error-code': canary });
        response.end(`<Error><Code>${canary}</Code><Message>${canary}</Message></Error>`);
      }
    : undefined,
);
afterAll(async () => {
  gate.stop();
  await azurite.stop();
});
const connectionString = azurite.connectionString.replace(blobs, gate.url);
const app = startApp(() => ({ AzureWebJobsStorage: connectionString }));

/** The exception of a session, once it has arrived. */
async function exceptionOf(session: string): Promise<Row> {
  const rows = await until(
    `the exception of ${session}`,
    () => app.rows('exceptions', session),
    ({ length }) => length > 0,
  );
  expect(rows).toHaveLength(1);
  const [row] = rows;
  if (row === undefined) throw new Error('there is no row');
  return row;
}

function expectCause(row: Row): void {
  expect(row.type).toBe('storage_unavailable');
  expect(row.customDimensions).toMatchObject({
    'app.cause': 'RestError',
    'app.http.status_code': '403',
  });
  const details = JSON.stringify(row.details);
  expect(details).toContain('Caused by RestError 403');
  expect(details).toMatch(/at (?:async )?bounded \(storage\.js:\d+:\d+\)/);
  expect(JSON.stringify(row)).not.toContain('CANARY');
}

describe('storage that refuses, as a role is missing', () => {
  it.each<[string, () => Promise<Response>]>([
    [
      'POST v1/jobs',
      () =>
        fetch(`${app.stack.app}/api/v1/jobs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(campingRequest),
        }),
    ],
    ['GET v1/jobs/{id}', () => fetch(`${app.stack.app}/api/v1/jobs/job_1`)],
  ])('%s is 503 storage_unavailable, and the trace tells by what', async (_name, call) => {
    isRefused = true;
    const response = await call();
    const text = await response.text();
    expect([response.status, JSON.parse(text)]).toMatchObject([
      503,
      { error: { code: 'storage_unavailable' } },
    ]);
    expect(text).not.toContain('CANARY');
    const row = await exceptionOf(response.headers.get('x-request-id') ?? '');
    expectCause(row);
    await until(
      'the row of the request in the same trace',
      () => app.rows('requests'),
      (rows) => rows.some(({ operation_Id }) => operation_Id === row.operation_Id),
    );
  });

  it('a queue message is delivered again, and the trace tells by what', async () => {
    isRefused = true;
    const queue =
      QueueServiceClient.fromConnectionString(connectionString).getQueueClient(
        'inference-requests',
      );
    await queue.sendMessage(JSON.stringify({ job: 'refused', request: campingRequest }));
    const [run] = await until(
      'the run',
      async () =>
        (await app.rows('dependencies')).filter(
          ({ customDimensions }) => customDimensions['app.job'] === 'refused',
        ),
      ({ length }) => length > 0,
    );
    expect(run?.customDimensions['app.outcome']).toBe('storage_unavailable');
    expectCause(await exceptionOf(run?.session_Id ?? ''));
  });

  it('a job that is not there is no failure of the app: nothing is recorded of it', async () => {
    isRefused = false;
    const response = await fetch(`${app.stack.app}/api/v1/jobs/job_1`);
    expect(response.status).toBe(404);
    const session = response.headers.get('x-request-id') ?? '';
    await until(
      'the row of the request',
      () => app.rows('requests'),
      (rows) => rows.some(({ resultCode }) => resultCode === '404'), // the only such row
    );
    expect(await app.rows('exceptions', session)).toEqual([]);
  });

  it('docs/telemetry.md names what an exception has then', () => {
    const docs = readFileSync(join(root, 'docs/telemetry.md'), 'utf8');
    const section = docs.split(/^## /m).find((text) => text.startsWith('exceptions\n'));
    for (const name of ['app.cause', 'app.http.status_code']) {
      expect(section).toContain(`\`${name}\``);
    }
  });
});
