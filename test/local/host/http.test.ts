import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listen } from '../../../local/process/listen.ts';
import { startReceiver } from '../../receiver.ts';
import { expectWithin } from '../../time/expectWithin.ts';
import { until } from '../../time/until.ts';
import { runApp } from './runApp.ts';

const json = async (url: string, init?: RequestInit) =>
  (await (await fetch(url, init)).json()) as Record<string, unknown>;
const stream = 'app.setup({ enableHttpStream: true });';

describe.each([
  ['in buffered mode', ''],
  ['in streaming mode', stream],
])('HTTP %s', (_name, setup) => {
  it('routes by method and template, passes body, query and headers, and answers', async () => {
    const { url } = await runApp(`${setup}
      app.http('echo', { methods: ['POST'], route: 'items/{id}', handler: async (request, context) => ({
        status: 201,
        headers: { 'x-id': context.invocationId },
        jsonBody: { id: request.params.id, q: request.query.get('q'), body: await request.text(), type: request.headers.get('content-type') },
      }) });`);
    const response = await fetch(`${url}/api/items/7?q=ü`, { method: 'POST', body: 'hello' });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({
      id: '7',
      q: 'ü',
      body: 'hello',
      type: 'text/plain;charset=UTF-8',
    });
    expect((await fetch(`${url}/api/items/7`)).status).toBe(404);
    expect((await fetch(`${url}/items/7`, { method: 'POST' })).status).toBe(404);
  });

  it('gives the worker a trace of its own, or the one that the caller is in', async () => {
    const { url } = await runApp(`${setup}
      app.http('trace', { handler: (request, context) => ({ jsonBody: context.traceContext }) });`);
    const own = await json(`${url}/api/trace`);
    expect(own.traceParent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-00` };
    const joined = await json(`${url}/api/trace`, { headers });
    expect(joined.traceParent).toMatch(
      new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-00$`),
    );
  });
});

describe('the host is never kinder than production', () => {
  it('a handler that throws is a 500 in buffered mode', async () => {
    const { url, logs } = await runApp(
      `app.http('bad', { handler: () => { throw new Error('oops'); } });`,
    );
    expect((await fetch(`${url}/api/bad`)).status).toBe(500);
    expect(logs.some(({ message }) => message.includes('oops'))).toBe(true);
  });

  it('a handler that throws in streaming mode leaves the caller waiting until the front gives up', async () => {
    const { url } = await runApp(
      `${stream} app.http('bad', { handler: () => { throw new Error('oops'); } });`,
      {
        frontTimeoutMs: 300,
      },
    );
    const start = Date.now();
    expect((await fetch(`${url}/api/bad`)).status).toBe(504);
    expect(Date.now() - start).toBeGreaterThanOrEqual(290);
  });

  it('a query or a JSON body can replace the headers that the library shows', async () => {
    const { url } = await runApp(`${stream}
      app.http('headers', { methods: ['POST'], handler: (request) => ({ jsonBody: Object.fromEntries(request.headers) }) });`);
    const planted = encodeURIComponent('{"x-planted":"1"}');
    const byQuery = await json(`${url}/api/headers?Headers=${planted}`, { method: 'POST' });
    expect(byQuery).toEqual({ 'x-planted': '1' });
    const byBody = await json(`${url}/api/headers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"Headers":{"x-planted":"2"}}',
    });
    expect(byBody).toEqual({ 'x-planted': '2' });
    expect(await json(`${url}/api/headers?headers=1`, { method: 'POST' })).toEqual({});
  });

  it('a chunked body is lost in buffered mode', async () => {
    const { url } = await runApp(
      `app.http('body', { methods: ['POST'], handler: async (request) => ({ jsonBody: { body: await request.text() } }) });`,
    );
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('hello'));
        controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect(await json(`${url}/api/body`, init)).toEqual({ body: '' });
  });

  it('a caller who leaves closes the connection to the worker', async () => {
    const { url, logs } = await runApp(`${stream}
      require('node:diagnostics_channel').subscribe('http.server.request.start', ({ response }) =>
        response.on('close', () => console.log('closed, finished: ' + response.writableFinished)));
      app.http('slow', { handler: () => ({ body: new ReadableStream({ start(c) { c.enqueue('first'); } }) }) });`);
    const leave = new AbortController();
    const response = await fetch(`${url}/api/slow`, { signal: leave.signal });
    await response.body?.getReader().read();
    leave.abort();
    await until(
      'the response to be closed',
      async () => logs.map(({ message }) => message),
      (lines) => lines.includes('closed, finished: false'),
    );
  });

  it('a worker that dies takes its invocations with it, and is started again', async () => {
    const { url, host } = await runApp(`${stream}
      app.http('hang', { handler: () => new Promise(() => {}) });
      app.http('pid', { handler: () => ({ jsonBody: { pid: process.pid } }) });`);
    const first = host.workerPid() ?? 0;
    expect(await json(`${url}/api/pid`)).toEqual({ pid: first });
    const hanging = fetch(`${url}/api/hang`);
    await fetch(`${url}/api/pid`);
    process.kill(first, 'SIGKILL');
    expect((await hanging).status).toBe(500);
    await until(
      'another worker',
      async () => host.workerPid(),
      (pid) => pid !== undefined && pid !== first,
    );
    expect(await json(`${url}/api/pid`)).toEqual({ pid: host.workerPid() });
  });

  it('a floating rejection kills the worker, and the third crash stops the host', async () => {
    const { url, exits, host } = await runApp(
      `app.http('crash', { handler: () => { Promise.reject(new Error('floating')); return new Promise(() => {}); } });`,
    );
    for (const crash of [1, 2, 3]) {
      await until(
        'a worker',
        async () => host.workerPid(),
        (pid) => pid !== undefined,
      );
      expect((await fetch(`${url}/api/crash`)).status).toBe(500);
      await until(
        'the host to give up',
        async () => exits.length,
        (count) => count > 0 || crash < 3,
      );
    }
    expect(exits).toEqual(['the worker process ended 3 times in 30 minutes']);
  });

  it('a function over functionTimeout takes the worker down', async () => {
    const { url, logs } = await runApp(
      `app.http('hang', { handler: () => new Promise(() => {}) });`,
      {
        functionTimeout: '00:00:01',
      },
    );
    expect((await fetch(`${url}/api/hang`)).status).toBe(500);
    expect(logs.some(({ message }) => message.includes('longer than functionTimeout (1 s)'))).toBe(
      true,
    );
  });
});

describe('hooks', () => {
  it('run in order around an invocation, and appTerminate is awaited', async () => {
    const { url, host, logs } = await runApp(`
      const say = (text) => console.log('hook ' + text);
      app.hook.appStart(() => say('start'));
      app.hook.preInvocation((context) => { context.hookData.x = 1; say('pre'); });
      app.hook.postInvocation(({ hookData, result }) => say('post ' + hookData.x + ' ' + result.body));
      app.hook.log((context) => { if (context.category === 'user') context.message = context.message.toUpperCase(); });
      app.hook.appTerminate(async () => { await new Promise((resolve) => setTimeout(resolve, 200)); say('end'); });
      app.http('work', { handler: (request, context) => { context.log('hello'); return { body: 'done' }; } });`);
    await fetch(`${url}/api/work`);
    await host.stop();
    const said = logs
      .filter(({ message }) => message.startsWith('hook '))
      .map(({ message }) => message);
    expect(said).toEqual(['hook start', 'hook pre', 'hook post 1 done', 'hook end']);
    expect(
      logs.filter(({ category }) => category === 'user').map(({ message }) => message),
    ).toEqual(['HELLO']);
  });

  it('appTerminate has 5 seconds in all', async () => {
    const { host } = await runApp(`
      app.hook.appTerminate(() => new Promise((resolve) => setTimeout(resolve, 60_000)));
      app.http('work', { handler: () => ({}) });`);
    await expectWithin(5_000, 1_000, () => host.stop());
  });
});

describe('starting', () => {
  it('an entry that fails is one line, and nothing is left', async () => {
    await expect(runApp(`throw new Error('wrong setting');`)).rejects.toThrow(
      "The app's entry main.js failed: wrong setting",
    );
  });

  it('a taken port is the system error', async () => {
    const server = createServer();
    const port = await listen(server, 0);
    await expect(runApp('', { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    server.close();
  });

  it('each invocation leaves a request row', async () => {
    const insights = await startReceiver();
    const { url, host } = await runApp(
      `app.http('work', { route: 'do/{id}', handler: () => ({ status: 418 }) });`,
      {
        settings: { APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString },
      },
    );
    await fetch(`${url}/api/do/7`);
    await host.stop();
    expect(await insights.rows('requests')).toEqual([
      expect.objectContaining({
        name: 'GET /api/do/{id}',
        resultCode: '418',
        success: 'False',
        cloud_RoleName: 'callspan',
        customDimensions: {
          'faas.name': 'work',
          'faas.trigger': 'http',
          'faas.invocation_id': expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      }),
    ]);
    await insights.stop();
  });
});
