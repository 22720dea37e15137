import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createHostRows } from '../../../local/host/rows/hostRows.ts';
import { listen } from '../../../local/process/listen.ts';
import { sendRaw } from '../../sendRaw.ts';
import { hangMs } from '../../time/hangMs.ts';
import { until } from '../../time/until.ts';
import { runApp } from './runApp.ts';

const stream = 'app.setup({ enableHttpStream: true });';
const echo = `app.http('echo', { methods: ['GET', 'POST'], route: 'items/{id?}', handler: async (request) => ({ jsonBody: { id: request.params.id, size: (await request.text()).length } }) });`;

/** The status of a raw request's answer; '' when the connection was closed without one. */
const statusOf = async (url: string, head: string) => (await sendRaw(url, head)).slice(9, 12);

describe.each([
  ['buffered mode', echo],
  ['streaming mode', stream + echo],
])('the first line of a request in %s', (_name, source) => {
  it('may hold anything: it is refused or for the app to judge, and the next call is answered', async () => {
    const { url, logs } = await runApp(source);
    const host = `Host: ${new URL(url).host}\r\nConnection: close\r\n\r\n`;
    const lines = {
      'GET // HTTP/1.1': '404',
      'GET //evil.example/api/items/1 HTTP/1.1': '404',
      'GET /\\ HTTP/1.1': '404',
      'GET http://[/ HTTP/1.1': '400',
      'GET http:// HTTP/1.1': '400',
      'GET file:///api/items/1 HTTP/1.1': '400',
      'OPTIONS * HTTP/1.1': '400',
      'GET ?x HTTP/1.1': '400',
      'GET /api/items/%zz HTTP/1.1': '200',
      'GET /api/items/%00 HTTP/1.1': '400',
      'GET /api/items/%ff HTTP/1.1': '200',
      'PROPFIND /api/items/1 HTTP/1.1': '404',
      'M-SEARCH /api/items/1 HTTP/1.1': '404',
      'get /api/items/1 HTTP/1.1': '400',
      'CONNECT 127.0.0.1:80 HTTP/1.1': '',
      'GET /api/items/1 HTTP/9.9': '400',
      [`GET /api/items/1?${'x&'.repeat(4_000)} HTTP/1.1`]: '200',
      [`GET /api/items/1?${'x'.repeat(40_000)} HTTP/1.1`]: '431',
      'GET /api/items/1?__proto__=1&constructor=2&%=%zz HTTP/1.1': '200',
      [`GET ${url}/api/items/1 HTTP/1.1`]: '200',
    };
    const seen: Record<string, string> = {};
    for (const line of Object.keys(lines)) seen[line] = await statusOf(url, `${line}\r\n${host}`);
    const short = (each: object) =>
      Object.entries(each).map(([line, status]) => `${line.slice(0, 60)} → ${status}`);
    expect(short(seen)).toEqual(short(lines));
    expect(await (await fetch(`${url}/api/items/7`)).json()).toEqual({ id: '7', size: 0 });
    expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('and odd headers neither reach another host nor end anything', async () => {
    const { url } = await runApp(source);
    const host = `Host: ${new URL(url).host}\r\nConnection: close\r\n`;
    for (const headers of [
      'Expect: the-unexpected\r\n',
      'Upgrade: websocket\r\n',
      'Connection: upgrade, host\r\nUpgrade: h2c\r\n',
      'Transfer-Encoding: gzip, chunked\r\n',
      'Content-Length: 5\r\nContent-Length: 6\r\n',
      'X-Odd: \xff\x80\r\n',
      'Traceparent: 00-zz\r\nTraceparent: 00-yy\r\n',
      'X-Ms-Invocation-Id: error\r\n',
      'Cookie: a=b\r\n'.repeat(90),
    ]) {
      await sendRaw(url, `GET /api/items/1 HTTP/1.1\r\n${host}${headers}\r\n`, hangMs(500));
    }
    expect((await fetch(`${url}/api/items/7`)).status).toBe(200);
  });
});

describe('what is sent reaches the app', () => {
  it.each([4_000, 5_000, 100_000])('JSON of depth %i is for the app to judge', async (depth) => {
    const { url } = await runApp(stream + echo);
    const body = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/items/7`, { method: 'POST', headers, body });
    expect(await response.json()).toEqual({ id: '7', size: body.length });
  });

  it('a body of very many values holds up no other call', async () => {
    const { url } = await runApp(stream + echo);
    const body = `{${Array.from({ length: 700_000 }, (_, at) => `"${at.toString(36)}":0`).join()}}`;
    const headers = { 'content-type': 'application/json' };
    let answered = false;
    const large = fetch(`${url}/api/items/7`, { method: 'POST', headers, body }).finally(() => {
      answered = true;
    });
    let slowestMs = 0;
    while (!answered) {
      const start = performance.now();
      await (await fetch(`${url}/admin/functions`)).arrayBuffer();
      slowestMs = Math.max(slowestMs, performance.now() - start);
    }
    expect(await (await large).json()).toEqual({ id: '7', size: body.length });
    expect(slowestMs).toBeLessThan(hangMs(700));
  });

  it('a caller who leaves at once takes no worker down', async () => {
    const { url, host } = await runApp(stream + echo);
    const { hostname, port } = new URL(url);
    for (let at = 0; at < 100; at += 1) {
      const socket = connect(Number(port), hostname).on('error', () => {});
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write(`POST /api/items/1 HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 9\r\n\r\n`);
      socket.resetAndDestroy();
    }
    await until(
      'all functions to end',
      () => host.invocations.running().map(({ id }) => id),
      (running) => running.length === 0,
      5_000, // one that has not ended by then would at functionTimeout, with the worker
    );
  });

  it('an app that sends messages of its own to its parent disturbs nobody', async () => {
    const { url } = await runApp(`
      for (const message of ['ready', 0, [], {}, { type: 'log' }, { type: 'done' }, { type: 'started' }]) process.send(message);
      ${stream + echo}`);
    expect((await fetch(`${url}/api/items/7`)).status).toBe(200);
  });

  it('a function that ends without an answer is one line for the developer', async () => {
    const { url, logs } = await runApp(
      `${stream} app.http('silent', { handler: () => undefined });`,
      { frontTimeoutMs: 3_000 },
    );
    expect((await fetch(`${url}/api/silent`)).status).toBe(504);
    const lines = logs.map(({ message }) => message);
    expect(lines).toContain(
      'The function has ended without an answer; its caller waits, as in Azure.',
    );
  });
});

describe('before there is a worker', () => {
  it('a call is told to come again while the app loads for the first time', async () => {
    const server = createServer();
    const port = await listen(server, 0);
    await new Promise((resolve) => server.close(resolve));
    const starting = runApp(
      `const end = Date.now() + 1000; while (Date.now() < end); ${stream + echo}`,
      { port },
    );
    const first = await until(
      'the port to be open',
      () => fetch(`http://127.0.0.1:${port}/api/items/7`).catch(() => undefined),
      (response) => response !== undefined,
    );
    expect(first?.status).toBe(503);
    expect(Number(first?.headers.get('retry-after'))).toBeGreaterThan(0);
    const { url } = await starting;
    expect((await fetch(`${url}/api/items/7`)).status).toBe(200);
  });

  it('a call is held while a worker is replaced, and told to come again after the limit', async () => {
    const slow = `if (require('node:fs').existsSync(__filename + '.late')) { const end = Date.now() + 1500; while (Date.now() < end); }
      require('node:fs').writeFileSync(__filename + '.late', '');`;
    const { url, host } = await runApp(`${slow} ${stream + echo}`, { holdMs: 200 });
    process.kill(host.workerPid() ?? 0, 'SIGKILL');
    await until(
      'the worker to be gone',
      () => `${host.workerPid()}`,
      (pid) => pid === 'undefined',
    );
    const refused = await fetch(`${url}/api/items/7`);
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
  });

  it('a call that is held is answered by the new worker', async () => {
    const { url, host } = await runApp(stream + echo);
    process.kill(host.workerPid() ?? 0, 'SIGKILL');
    await until(
      'the worker to be gone',
      () => `${host.workerPid()}`,
      (pid) => pid === 'undefined',
    );
    expect((await fetch(`${url}/api/items/7`)).status).toBe(200);
  });
});

describe('who may call the app', () => {
  const call = async (url: string, host: string, origin?: string, path = '/api/items/1') => {
    const from = origin === undefined ? '' : `Origin: ${origin}\r\n`;
    const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${from}Connection: close\r\n\r\n`;
    return statusOf(url, head);
  };

  it('is this machine under its own names, and no page of another site', async () => {
    const { url } = await runApp(stream + echo, { allowedHosts: ['my-machine.test'] });
    const cases: [host: string, origin: string | undefined, status: string][] = [
      ['127.0.0.1:7071', undefined, '200'],
      ['localhost', undefined, '200'],
      ['LOCALHOST:7071', undefined, '200'],
      ['[::1]:7071', undefined, '200'],
      ['host.docker.internal:7071', undefined, '200'],
      ['my-machine.test:7071', undefined, '200'],
      ['evil.example:7071', undefined, '403'],
      ['localhost.evil.example', undefined, '403'],
      ['evil.example@localhost', undefined, '400'],
      ['localhost/evil.example', undefined, '400'],
      ['[', undefined, '400'],
      ['', undefined, '403'],
      ['localhost:7071', 'http://localhost:5173', '200'],
      ['localhost:7071', 'https://127.0.0.1', '200'],
      ['localhost:7071', 'http://[::1]:3000', '200'],
      ['localhost:7071', 'null', '403'],
      ['localhost:7071', 'http://evil.example:7071', '403'],
      ['localhost:7071', 'http://localhost.evil.example', '403'],
      ['localhost:7071', 'http://localhost@evil.example', '403'],
      ['localhost:7071', 'chrome-extension://localhost', '403'],
      ['localhost:7071', 'http://localhost, http://evil.example', '403'],
      ['localhost:7071', '', '403'],
      ['evil.example:7071', 'http://evil.example:7071', '403'],
    ];
    const seen = [];
    for (const [host, origin] of cases) seen.push([host, origin, await call(url, host, origin)]);
    expect(seen).toEqual(cases);
  });

  it('so that another site learns nothing, whatever path it asks for', async () => {
    const { url } = await runApp(stream + echo);
    for (const path of ['/admin/functions', '/api/none', '/']) {
      expect(await call(url, 'evil.example:7071', undefined, path)).toBe('403');
    }
    const head = 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
    expect(await sendRaw(url, head)).toContain('--allowed-host');
  });
});

describe('the rows of the host', () => {
  it('have their time from when they are sent, however long the rows before them took', async () => {
    const bodies: string[] = [];
    let asked = 0;
    const server = createServer((incoming, outgoing) => {
      asked += 1;
      let body = '';
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () => {
        setTimeout(() => {
          if (outgoing.destroyed) return; // given up meanwhile
          bodies.push(body);
          outgoing.end('{}');
        }, hangMs(1_000));
      });
    });
    const url = `http://127.0.0.1:${await listen(server, 0)}`;
    const rows = createHostRows(
      `InstrumentationKey=x;IngestionEndpoint=${url}`,
      'app',
      hangMs(1_500),
    );
    const add = (name: string) =>
      rows.addRequest({
        span: { traceId: 'a', spanId: 'b', parentId: undefined },
        faas: {},
        name,
        resultCode: '200',
        success: true,
        startedAt: 0,
        durationMs: 1,
      });
    add('first');
    await until(
      'the first to be sent',
      () => asked,
      (count) => count > 0,
    );
    add('second'); // waits for the answer to the first, most of the time that it has itself
    add('third');
    await until(
      'all three rows',
      () => bodies.join(),
      (text) => ['first', 'second', 'third'].every((name) => text.includes(name)),
    );
    await rows.stop();
    server.close();
  });
});
