import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { generations } from '../../../local/host/generation.ts';
import { startReceiver } from '../../receiver.ts';
import { sendRaw } from '../../sendRaw.ts';
import { hangMs } from '../../time/hangMs.ts';
import { until } from '../../time/until.ts';
import { runApp } from './runApp.ts';

const stream = 'app.setup({ enableHttpStream: true });';
const work = `${stream}
  app.http('work', { route: 'do/{id}', methods: ['GET', 'POST'], handler: (request) => ({ jsonBody: { id: request.params.id } }) });`;
const fixed = { OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage', OTEL_TRACES_SAMPLER_ARG: '1' };

/** An app whose telemetry is kept; `rows` are the host's once so many have come and the host has ended. */
async function runWithRows(source: string, options: Parameters<typeof runApp>[1] = {}) {
  const insights = await startReceiver();
  const settings = {
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString,
    ...options.settings,
  };
  const app = await runApp(source, { ...options, settings });
  return {
    ...app,
    async rows() {
      await app.host.stop();
      const requests = await insights.rows('requests');
      const dependencies = await insights.rows('dependencies');
      await insights.stop();
      return { requests, dependencies };
    },
  };
}

describe.each([2024, 2026] as const)('a host of %i', (generation) => {
  it('leaves a row of each HTTP call and, beside the function, one of its own call to the worker', async () => {
    const app = await runWithRows(work, { generation, settings: fixed });
    await Promise.all([...Array(7).keys()].map((id) => fetch(`${app.url}/api/do/${id}`)));
    const { requests, dependencies } = await app.rows();
    expect(requests).toHaveLength(7);
    expect(requests[0]).toMatchObject({ name: 'GET /api/do/{id}', resultCode: '200' });
    const ids = ({ id, operation_Id }: (typeof requests)[number]) => `${operation_Id} ${id}`;
    expect(
      dependencies.map((row) => `${row.operation_Id} ${row.operation_ParentId}`).sort(),
    ).toEqual(requests.map(ids).sort());
    expect(dependencies.map(({ name }) => name)).toContain('GET /api/do/3');
  });

  it('leaves no row of a call whose traceparent says that it is not recorded', async () => {
    const source = `${stream} app.http('work', { handler: (_, context) => ({ jsonBody: context.traceContext }) });`;
    const app = await runWithRows(source, { generation });
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-00` };
    const { traceParent } = (await (await fetch(`${app.url}/api/work`, { headers })).json()) as {
      traceParent: string;
    };
    expect(traceParent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-00$`));
    expect(await app.rows()).toEqual({ requests: [], dependencies: [] });
  });

  it('takes a caller’s own invocation ID or overwrites it, as its source does', async () => {
    const source = `${stream}
      require('node:diagnostics_channel').subscribe('http.server.request.start', ({ request, response }) => {
        if (request.headers['x-ms-invocation-id'] === 'mine') response.end('mine');
      });
      app.http('work', { handler: () => ({ body: 'work' }) });`;
    const { url } = await runApp(source, { generation });
    const headers = { 'x-ms-invocation-id': 'mine' };
    const text = await (await fetch(`${url}/api/work`, { headers })).text();
    expect(text).toBe(generations[generation].keepsCallersId ? 'mine' : 'work');
  });
});

describe('what a row says of the function', () => {
  it.each([
    [2024, [['faas.name', 'faas.trigger']]],
    [2026, [['faas.invocation_id', 'faas.name', 'faas.trigger']]],
  ] as const)('%i', async (generation, [told]) => {
    const app = await runWithRows(work, { generation, settings: fixed });
    for (const id of Array(5).keys()) await fetch(`${app.url}/api/do/${id}`);
    const { requests } = await app.rows();
    const keys = requests.map(({ customDimensions }) => Object.keys(customDimensions).sort());
    expect(keys.toSorted((a, b) => a.length - b.length)).toEqual(
      generation === 2024 ? [[], told, told, told, told] : [told, told, told, told, told],
    );
  });
});

describe('the newer host', () => {
  it('keeps five traces a second, and says so to the worker', async () => {
    const source = `${stream} app.http('work', { handler: (_, context) => ({ body: context.traceContext.traceParent }) });`;
    const app = await runWithRows(source);
    const traces = await Promise.all(
      Array.from({ length: 60 }, async () => (await fetch(`${app.url}/api/work`)).text()),
    );
    const { requests } = await app.rows();
    expect(requests.length).toBeGreaterThanOrEqual(5);
    expect(requests.length).toBeLessThan(60);
    const recorded = traces.filter((trace) => trace.endsWith('-01'));
    expect(recorded.map((trace) => trace.slice(3, 35)).sort()).toEqual(
      requests.map(({ operation_Id }) => operation_Id).sort(),
    );
  });

  it('keeps the share that OTEL_TRACES_SAMPLER_ARG names', async () => {
    const share = { ...fixed, OTEL_TRACES_SAMPLER_ARG: '0.5' };
    const app = await runWithRows(work, { settings: share });
    await Promise.all([...Array(60).keys()].map((id) => fetch(`${app.url}/api/do/${id}`)));
    const { requests, dependencies } = await app.rows();
    expect(requests.length).toBeGreaterThan(10);
    expect(requests.length).toBeLessThan(50);
    expect(dependencies).toHaveLength(requests.length);
  });
});

describe('the older worker', () => {
  it('has no hooks for lines', async () => {
    const source = `app.hook.log(() => {}); ${work}`;
    await expect(runApp(source, { generation: 2024 })).rejects.toThrow('hook "log"');
    await runApp(source);
  });
});

describe('functionTimeout', () => {
  it.each([
    ['bytes that are no ASCII', 'X-Odd: \xc3\xbc'],
    ['20,000 bytes', `X-Odd: ${'x'.repeat(20_000)}`],
  ])(
    'never passes on a header of %s: its caller is answered when the function’s time is over',
    async (_what, header) => {
      const { url, logs } = await runApp(work, { functionTimeout: '00:00:00.800' });
      const host = `Host: ${new URL(url).host}\r\nConnection: close`;
      const answer = await sendRaw(url, `GET /api/do/1 HTTP/1.1\r\n${host}\r\n${header}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 500/);
      expect(logs.some(({ message }) => message.includes('longer than functionTimeout'))).toBe(
        true,
      );
    },
  );

  it('ends the worker when a function’s time is over, counts no crash, and holds the calls until the next is up', async () => {
    const { url, host, exits } = await runApp(
      `${stream}
      app.http('hang', { handler: () => new Promise(() => {}) });
      app.http('pid', { handler: () => ({ jsonBody: process.pid }) });`,
      // The calls that are answered must be so within it too, also on a slow machine.
      { functionTimeout: new Date(hangMs(800)).toISOString().slice(11, -1) },
    );
    const pids = new Set<number | undefined>();
    for (const _ of [1, 2, 3]) {
      pids.add(host.workerPid());
      expect((await fetch(`${url}/api/hang`)).status).toBe(500);
      const next = await fetch(`${url}/api/pid`);
      expect([next.status, pids.has((await next.json()) as number)]).toEqual([200, false]);
    }
    expect([pids.size, exits]).toEqual([3, []]);
  });
});

describe('bodies', () => {
  it('reach the function while they are still being sent, JSON too', async () => {
    const { url } = await runApp(`${stream}
      app.http('first', { methods: ['POST'], handler: async (request) => {
        const { value } = await request.body.getReader().read();
        return { jsonBody: value.byteLength > 0 };
      } });`);
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    socket.write(
      `POST /api/first HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 90000000\r\n\r\n`,
    );
    const more = setInterval(() => socket.write('x'.repeat(50_000)), 20); // half a minute for all of it
    let answer = '';
    socket.on('error', () => {}); // it was answered before it had sent all
    socket.on('data', (text) => {
      answer += text;
    });
    await until(
      'the answer',
      () => answer,
      (text) => text.includes('true'),
    );
    clearInterval(more);
    socket.destroy();
  });

  it('over 100 MiB are 413, whether their length is told or not', async () => {
    const { url } = await runApp(`${stream}
      app.http('count', { methods: ['POST'], handler: async (request) => {
        let size = 0;
        for await (const chunk of request.body) size += chunk.byteLength;
        return { jsonBody: size };
      } });`);
    const head = `POST /api/count HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\n`;
    const told = `${head}Content-Length: 104857601\r\n\r\n`;
    expect(await sendRaw(url, told)).toMatch(/^HTTP\/1\.1 413/);
    const chunk = new Uint8Array(1024 * 1024);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 102) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await fetch(`${url}/api/count`, init)).status).toBe(413);
  });
});

describe('the front', () => {
  it('has a page at /, and refuses a zero byte in a path', async () => {
    const { url } = await runApp(work);
    const page = await fetch(`${url}/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect((await fetch(`${url}/api/do/%00`)).status).toBe(400);
  });

  it('takes 32 KB of headers and no more', async () => {
    const { url } = await runApp(
      `app.http('work', { handler: (request) => ({ body: request.headers.get('x-odd') }) });`,
    );
    const ask = (size: number) =>
      fetch(`${url}/api/work`, { headers: { 'x-odd': 'x'.repeat(size) } });
    expect((await (await ask(30_000)).text()).length).toBe(30_000);
    expect((await ask(33_000)).status).toBe(431);
  });
});

it('the worker’s own server listens on loopback alone', async () => {
  const { host } = await runApp(work);
  const port = Number(new URL(host.capabilities().HttpUri ?? '').port);
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  // All of 127.0.0.0/8 is this machine on Linux; elsewhere only its first address answers.
  if (process.platform === 'linux') others.push('127.0.0.2');
  for (const address of others) {
    const reached = await new Promise<string>((resolve) => {
      const socket = connect({ port, host: address, timeout: hangMs(5_000) });
      socket.on('connect', () => resolve('reached'));
      socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(`${code}`));
      socket.on('timeout', () => resolve('timeout'));
    });
    expect([address, reached]).not.toEqual([address, 'reached']);
  }
  expect(others.length).toBeGreaterThan(0);
});
