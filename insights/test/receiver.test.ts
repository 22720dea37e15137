import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { tables } from '../row.ts';
import { type Insights, startInsights } from '../start/startInsights.ts';

const open: Insights[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((insights) => insights.stop()));
});

async function start(file = ':memory:') {
  const insights = await startInsights({ port: 0, file });
  open.push(insights);
  return insights;
}

const envelope = (baseType: string, baseData: object, tags: object = {}) => ({
  name: 'x',
  time: '2026-11-24T12:00:00.000Z',
  iKey: '0',
  tags: { 'ai.operation.id': 'op', 'ai.cloud.role': 'callspan', ...tags },
  data: { baseType, baseData: { ver: 2, ...baseData } },
});
const span = envelope(
  'RemoteDependencyData',
  {
    id: 'a',
    name: 'chat gpt-4o',
    duration: '0.00:00:01.2340000',
    success: false,
    resultCode: '0',
    properties: { k: 'v' },
    measurements: { inputTokens: 3 },
  },
  { 'ai.session.id': 's', 'ai.operation.parentId': 'p' },
);

const post = (url: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(`${url}/v2.1/track`, { method: 'POST', body, headers });
const read = async (url: string) =>
  ((await (await fetch(url)).json()) as { items: object[] }).items;

describe('the receiver', () => {
  it.each<[string, string | Uint8Array, Record<string, string>]>([
    ['an array', JSON.stringify([span, span]), {}],
    ['lines', `${JSON.stringify(span)}\n${JSON.stringify(span)}\n`, {}],
    ['gzip', gzipSync(JSON.stringify([span, span])), { 'content-encoding': 'gzip' }],
  ])('takes %s, and says how many', async (_name, body, headers) => {
    const { url } = await start();
    const response = await post(url, body, headers);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ itemsReceived: 2, itemsAccepted: 2, errors: [] });
    const [row] = await read(`${url}/api/tables/dependencies?session_Id=s`);
    expect(row).toMatchObject({
      itemType: 'dependencies',
      timestamp: '2026-11-24T12:00:00.000000Z',
      name: 'chat gpt-4o',
      duration: 1234,
      success: 'False',
      operation_Id: 'op',
      operation_ParentId: 'p',
      session_Id: 's',
      cloud_RoleName: 'callspan',
      customDimensions: { k: 'v' },
      customMeasurements: { inputTokens: 3 },
    });
  });

  it('takes every kind of item into its table', async () => {
    const { url } = await start();
    const items = [
      envelope('RequestData', {
        id: 'r',
        name: 'POST',
        duration: '0.00:00:00.5',
        success: true,
        responseCode: '200',
      }),
      span,
      envelope('ExceptionData', {
        exceptions: [{ typeName: 'internal_error', message: 'm', stack: 's' }],
      }),
      envelope('MessageData', { message: 'hello', severityLevel: 'Information' }),
      envelope('EventData', { name: 'e' }),
      envelope('MetricData', { metrics: [{ name: 'm', value: 6, count: 3 }] }),
      envelope('PageViewData', { name: 'p', url: 'u' }),
      envelope('PageViewPerfData', { name: 'p', url: 'u', perfTotal: '00:00:01' }),
      envelope('AvailabilityData', { name: 'a', success: true, duration: '0.00:00:00.5' }),
    ];
    expect((await post(url, JSON.stringify(items))).status).toBe(200);
    for (const table of tables) expect(await read(`${url}/api/tables/${table}`)).toHaveLength(1);
    expect(await read(`${url}/api/tables/exceptions`)).toMatchObject([
      { type: 'internal_error', outerMessage: 'm' },
    ]);
    expect(await read(`${url}/api/tables/traces`)).toMatchObject([
      { message: 'hello', severityLevel: 1 },
    ]);
    expect(await read(`${url}/api/tables/customMetrics`)).toMatchObject([
      { name: 'm', valueSum: 6, valueCount: 3 },
    ]);
  });

  it('refuses bad items one by one, and keeps the good ones', async () => {
    const { url } = await start();
    const response = await post(url, JSON.stringify([{}, span, 5, { ...span, time: 'never' }]));
    expect(response.status).toBe(206);
    expect(await response.json()).toMatchObject({
      itemsReceived: 4,
      itemsAccepted: 1,
      errors: [{ index: 0, statusCode: 400 }, { index: 2 }, { index: 3 }],
    });
  });

  it.each<[string, string | Uint8Array, Record<string, string>, number]>([
    ['nothing', '', {}, 400],
    ['no JSON', 'hello', {}, 400],
    ['broken gzip', 'hello', { 'content-encoding': 'gzip' }, 400],
    ['a zip bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 413],
    ['deep JSON', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, 400],
  ])('refuses %s and goes on', async (_name, body, headers, status) => {
    const { url } = await start();
    expect((await post(url, body, headers)).status).toBe(status);
    expect((await post(url, JSON.stringify([span]))).status).toBe(200);
  });

  it('what was stored in a file is there after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callspan-insights-'));
    const file = join(folder, 'insights.db');
    const first = await startInsights({ port: 0, file });
    await post(first.url, JSON.stringify([span]));
    await first.stop();
    const second = await start(file);
    expect(await read(`${second.url}/api/tables/dependencies`)).toHaveLength(1);
    await Promise.all(open.splice(0).map((insights) => insights.stop()));
    await rm(folder, { recursive: true });
  });
});

describe('reading', () => {
  const status = (url: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${url}/api/operations`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('is for this machine alone: a rebound name or another site gets 403', async () => {
    const { url } = await start();
    const port = new URL(url).port;
    expect(await status(url, { host: `localhost:${port}` })).toBe(200);
    expect(await status(url, { host: 'evil.example' })).toBe(403);
    expect(await status(url, { origin: 'https://evil.example' })).toBe(403);
    expect(await status(url, { origin: url })).toBe(200);
  });

  it('an operation is an invocation: its host row joins it, tokens are those of its chat rows', async () => {
    const { url } = await start();
    const session = { 'ai.session.id': 's1' };
    const chat = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.output_tokens': '7',
    };
    await post(
      url,
      JSON.stringify([
        envelope(
          'RemoteDependencyData',
          {
            id: 'c',
            name: 'chat gpt-4o',
            duration: '0.00:00:01',
            success: true,
            properties: chat,
            measurements: { inputTokens: 5 },
          },
          session,
        ),
        envelope(
          'RemoteDependencyData',
          {
            id: 'g',
            name: 'generate_completion',
            duration: '0.00:00:02',
            success: false,
            properties: { 'app.outcome': 'model_timeout' },
          },
          session,
        ),
        // The host's row of a queue run stands in a trace of its own.
        envelope(
          'RequestData',
          {
            id: 'h',
            name: 'inferenceQueue',
            duration: '0.00:00:03',
            success: true,
            properties: { 'faas.invocation_id': 's1' },
          },
          { 'ai.operation.id': 'other' },
        ),
      ]),
    );
    expect(await read(`${url}/api/operations`)).toEqual([
      expect.objectContaining({
        operation_Id: 'op',
        session_Id: 's1',
        name: 'inferenceQueue',
        outcome: 'model_timeout',
        success: 'False',
        model: 'gpt-4o',
        durationMs: 3000,
        inputTokens: 5,
        outputTokens: 7,
        costUsd: null,
      }),
    ]);
    expect(await read(`${url}/api/operations/op`)).toHaveLength(3);
    expect(await read(`${url}/api/operations?status=ok`)).toEqual([]);
    expect(await read(`${url}/api/operations?q=TIMEOUT`)).toHaveLength(1);
    expect(await read(`${url}/api/operations?model=gpt-9`)).toEqual([]);
  });

  it('a wrong parameter is named', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/api/operations?limit=0`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: 'limit must be a whole number from 1 to 1000.',
    });
  });

  it('DELETE /api/items empties it', async () => {
    const { url } = await start();
    await post(url, JSON.stringify([span]));
    await fetch(`${url}/api/items`, { method: 'DELETE' });
    expect(await read(`${url}/api/operations`)).toEqual([]);
  });
});
