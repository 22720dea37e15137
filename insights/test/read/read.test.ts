import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { expectWithin } from '../../../test/time/expectWithin.ts';
import { until } from '../../../test/time/until.ts';
import type { Info, LiveEvent, OperationList, StoredRow } from '../../api.ts';
import { envelope, invocation } from '../envelopes.ts';
import { start } from '../running.ts';

type Started = Awaited<ReturnType<typeof start>>;

/** Opens a live stream, and collects its events. */
async function listen({ url }: Started, lastEventId?: number) {
  const controller = new AbortController();
  const events: LiveEvent[] = [];
  const response = await fetch(`${url}/api/live`, {
    signal: controller.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': `${lastEventId}` },
  });
  const reading = (async () => {
    let text = '';
    for await (const bytes of response.body ?? []) {
      text += Buffer.from(bytes).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data !== undefined) events.push(JSON.parse(data));
      }
    }
  })().catch(() => {});
  return {
    status: response.status,
    events,
    seen: (count: number) =>
      until(
        'the events',
        async () => events.length,
        (length) => length >= count,
      ),
    async close() {
      controller.abort();
      await reading;
    },
  };
}

describe('GET /api/live', () => {
  it('tells each change once, within a second', async () => {
    const started = await start();
    const stream = await listen(started);
    await expectWithin(1_000, 250, async () => {
      await started.send(invocation({ session: 's' }));
      await stream.seen(2);
    });
    expect(stream.events[1]?.items).toMatchObject([{ session_Id: 's', outcome: 'ok' }]);
    await stream.close();
  });

  it('resumes where a page left off', async () => {
    const started = await start();
    await started.send(invocation({ session: 'before' }));
    const { seq } = (await started.get<OperationList>('/api/operations')).items[0] ?? {};
    await started.send(invocation({ session: 'meanwhile' }));
    const stream = await listen(started, seq);
    await stream.seen(1);
    expect(stream.events[0]?.items.map(({ session_Id }) => session_Id)).toEqual(['meanwhile']);
    await stream.close();
  });

  it('of a receiver that was emptied, or of another one, says to ask anew', async () => {
    const started = await start();
    await started.send(invocation());
    const stream = await listen(started, 1_000_000);
    await stream.seen(1);
    expect(stream.events[0]).toMatchObject({ reset: true });
    await fetch(`${started.url}/api/items`, { method: 'DELETE' });
    await stream.seen(2);
    expect(stream.events[1]).toMatchObject({ reset: true });
    await stream.close();
  });

  it('is given to four pages at once; others get 204 and ask for themselves', async () => {
    const started = await start();
    const streams = [];
    for (let count = 0; count < 4; count++) streams.push(await listen(started));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await fetch(`${started.url}/api/live`)).status).toBe(204);
    await streams[0]?.close();
    await until(
      'a free place for a live stream',
      async () => {
        const next = await listen(started);
        streams.push(next);
        return next.status;
      },
      (status) => status === 200,
    );
    for (const stream of streams) await stream.close();
  });
});

describe('a row', () => {
  it('that is long comes cut to its page, and whole by itself', async () => {
    const { send, get } = await start();
    const long = 'x'.repeat(10_000);
    const properties = { 'gen_ai.input.messages': long };
    const tags = { 'ai.operation.id': 'op' };
    await send([envelope('RemoteDependencyData', { id: 'a', name: 'n', properties }, tags)]);
    const { items } = await get<{ items: StoredRow[] }>('/api/operations/op');
    expect(items[0]?.customDimensions['gen_ai.input.messages']).toHaveLength(4_000);
    expect(items[0]?.cut).toEqual({ 'gen_ai.input.messages': 10_000 });
    const whole = await get<StoredRow>(`/api/rows/${items[0]?.seq}`);
    expect(whole.customDimensions['gen_ai.input.messages']).toBe(long);
  });
});

it('a call as Markdown is all of its operation, or one of its invocations', async () => {
  const { send, url } = await start();
  await send([
    ...invocation({ session: 'a', operation: 'op' }),
    ...invocation({ session: 'b', operation: 'op', outcome: 'model_timeout' }),
  ]);
  const read = async (query: string) => (await fetch(`${url}/api/operations/op.md${query}`)).text();
  expect(await read('')).toMatch(/chat gpt-4o[\s\S]*chat gpt-4o/);
  const one = await read('?session=b');
  expect(one).toContain('- outcome: `model_timeout`');
  expect(one.match(/^ +chat gpt-4o/gm)).toHaveLength(1);
});

describe('export and import', () => {
  it('give the same pages elsewhere, also when repeated', async () => {
    const here = await start();
    await here.send([...invocation({ session: 'a' }), ...invocation({ outcome: 'model_timeout' })]);
    const exported = await (await fetch(`${here.url}/api/export`)).text();
    expect(exported.trim().split('\n')).toHaveLength(8);
    const there = await start();
    for (const [imported, known] of [
      [8, 0],
      [0, 8],
    ]) {
      const response = await fetch(`${there.url}/api/import`, { method: 'POST', body: exported });
      expect(await response.json()).toEqual({ imported, known, refused: 0 });
    }
    const list = async ({ get }: Started) =>
      (await get<OperationList>('/api/operations')).items.map(({ seq, ...item }) => item);
    expect(await list(there)).toEqual(await list(here));
  });

  it('of one call as JSON', async () => {
    const here = await start();
    await here.send(invocation({ operation: 'op' }));
    const body = await (await fetch(`${here.url}/api/operations/op`)).text();
    const there = await start();
    const response = await fetch(`${there.url}/api/import`, { method: 'POST', body });
    expect(await response.json()).toEqual({ imported: 4, known: 0, refused: 0 });
  });

  it.each(['nonsense', '{}', '[1]', '{"items":[{}]}', 'x'.repeat(9 * 1024 * 1024)])(
    'refuse what is no row',
    async (body) => {
      const { url } = await start();
      const response = await fetch(`${url}/api/import`, { method: 'POST', body });
      expect(await response.json()).toEqual({ imported: 0, known: 0, refused: 1 });
    },
  );
});

describe('what is only for this machine', () => {
  const ask = (url: string, method: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(url, { method, headers }, (response) => {
        response.destroy();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it.each([
    ['GET', '/'],
    ['GET', '/calls/x'],
    ['GET', '/assets/app.js'],
    ['GET', '/api/operations'],
    ['GET', '/api/export'],
    ['GET', '/api/live'],
    ['GET', '/api/info'],
    ['POST', '/api/import'],
    ['POST', '/api/try'],
    ['DELETE', '/api/items'],
  ])('%s %s is not for a rebound name or another site', async (method, path) => {
    const { url } = await start();
    const host = new URL(url).host;
    expect(await ask(url + path, method, { host: 'evil.example' })).toBe(403);
    expect(await ask(url + path, method, { host: `${host}.evil.example` })).toBe(403);
    expect(await ask(url + path, method, { origin: 'https://evil.example' })).toBe(403);
    expect(await ask(url + path, method, { origin: 'null' })).toBe(403);
    expect(await ask(url + path, method, { origin: `http://${host}` })).not.toBe(403);
  });

  it('listens on loopback', async () => {
    const { url } = await start();
    expect(new URL(url).hostname).toBe('127.0.0.1');
  });
});

describe('the pages', () => {
  it('come from every path, under a policy that lets no script in', async () => {
    const { url } = await start();
    for (const path of ['/', '/calls', '/calls/abc?tab=kql', '/nowhere']) {
      const response = await fetch(url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(await response.text()).not.toMatch(/<script(?! type="module" src="\/assets)/);
    }
    expect((await fetch(`${url}/assets/nothing.js`)).status).toBe(404);
  });
});

it('GET /api/info tells what to point an app at', async () => {
  const { get, url, insights } = await start();
  const invocations = { running: () => [], ended: () => [] };
  insights.appStarted({
    url: 'http://127.0.0.1:1',
    invocations,
    recordsContent: true,
    embeddedModel: true,
  });
  expect(await get<Info>('/api/info')).toEqual({
    version: expect.stringMatching(/^\d/),
    app: 'http://127.0.0.1:1',
    connectionString: expect.stringContaining(`IngestionEndpoint=${url}/`),
    otlpEndpoint: url,
    starts: [expect.stringMatching(/^\d{4}-/)],
    rows: 0,
    evicted: null,
    embeddedModel: true,
    recordsContent: true,
    asksKey: false,
  });
});
