import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startHost } from '../../local/host/startHost.ts';
import { listen } from '../../local/process/listen.ts';
import { root } from '../../local/stack/root.ts';
import { startReceiver } from '../receiver.ts';
import { until } from '../time/until.ts';
import { makeCertificate } from './certificate.ts';
import { modelAnswer, modelStream, reply, startScriptedModel } from './scriptedModel.ts';
import { campingRequest } from './startApp.ts';
import { callsTools } from './toolReplies.ts';

const model = await startScriptedModel(reply(200, modelAnswer, {}, 100));
afterAll(model.stop);

/** A copy of the deployable that notes when its first call was sent, how many had come, and what exports telemetry began to load. */
async function copyApp() {
  const appDir = await mkdtemp(join(tmpdir(), 'callspan-cold-'));
  await cp(join(root, 'dist/app'), appDir, { recursive: true });
  const prepend = async (file: string, code: string) => {
    const path = join(appDir, file);
    await writeFile(path, `${code}\n${await readFile(path, 'utf8')}`);
  };
  const notes = join(appDir, 'notes.json');
  await prepend(
    'main.js',
    `const { subscribe } = require('node:diagnostics_channel');
    subscribe('undici:request:bodySent', () => { globalThis.sentAt ??= performance.now(); });
    globalThis.requests = 0;
    subscribe('http.server.request.start', () => { globalThis.requests += 1; globalThis.requestedAt = performance.now(); });`,
  );
  await prepend(
    'azureMonitor.js',
    `require('node:fs').writeFileSync(${JSON.stringify(notes)}, JSON.stringify({
      sentAt: globalThis.sentAt ?? null,
      loadedAt: performance.now(),
      requests: globalThis.requests,
      sinceRequestMs: performance.now() - globalThis.requestedAt,
    }));`,
  );
  onTestFinished(() => rm(appDir, { recursive: true }));
  return { appDir, notes: async () => JSON.parse(await readFile(notes, 'utf8')) };
}

/** Starts a cold worker, and gives what asks it. */
async function startCold(appDir: string, settings: Record<string, string> = {}) {
  const insights = await startReceiver();
  onTestFinished(insights.stop);
  const host = await startHost({
    appDir,
    port: 0,
    settings: {
      AZURE_AI_INFERENCE_ENDPOINT: model.url,
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString,
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_BLRP_SCHEDULE_DELAY: '50',
      ...settings,
    },
  });
  onTestFinished(host.stop);
  const ask = async (body: object) => {
    const response = await fetch(`${host.url}/api/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...campingRequest, ...body }),
    });
    await response.text();
    return { status: response.status, session: response.headers.get('x-request-id') ?? '' };
  };
  /** The rows that have a session, once there are lines of so many invocations. */
  const rows = async (count: number) => {
    await until(
      `lines of ${count} invocations`,
      () => insights.rows('traces'),
      (lines) => lines.filter(({ message }) => / in \d+ ms/.test(`${message}`)).length >= count,
    );
    await host.stop(); // which flushes
    return {
      spans: (await insights.rows('dependencies')).filter(({ session_Id }) => session_Id),
      lines: await insights.rows('traces'),
      exceptions: await insights.rows('exceptions'),
    };
  };
  return { ask, rows };
}

it('the first call is on its way before what exports telemetry loads', async () => {
  const firstCall = async () => {
    const copy = await copyApp();
    const app = await startCold(copy.appDir);
    expect((await app.ask({})).status).toBe(200);
    const notes = await copy.notes();
    await app.rows(1);
    return notes;
  };
  let notes = await firstCall();
  // On a busy machine the call may come when a worker that nobody called has begun to load it.
  for (let tries = 1; notes.sentAt === null && tries < 5; tries++) notes = await firstCall();
  expect(notes.sentAt).toEqual(expect.any(Number));
  expect(notes.sentAt).toBeLessThan(notes.loadedAt);
});

it('a worker that nobody calls loads it all the same', async () => {
  const copy = await copyApp();
  const app = await startCold(copy.appDir);
  const seen = await until(
    'what exports telemetry',
    () => copy.notes().catch(() => ({})),
    ({ loadedAt }) => loadedAt !== undefined,
  );
  expect(seen.sentAt).toBeNull();
  await app.ask({});
  await app.rows(1);
});

it('a file of it that is missing costs the telemetry, not the answers, and is said', async () => {
  const copy = await copyApp();
  await rm(join(copy.appDir, 'azureMonitor.js'));
  const insights = await startReceiver();
  onTestFinished(insights.stop);
  const said: string[] = [];
  const host = await startHost({
    appDir: copy.appDir,
    port: 0,
    settings: {
      AZURE_AI_INFERENCE_ENDPOINT: model.url,
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString,
    },
    onLog: ({ message }) => void said.push(message),
  });
  onTestFinished(host.stop);
  const response = await fetch(`${host.url}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(campingRequest),
  });
  expect(response.status).toBe(200);
  await until(
    'the fault, and the line of the call',
    () => said.join('\n'),
    (text) =>
      /Telemetry is dark; a fault in the app: Error MODULE_NOT_FOUND/.test(text) &&
      /ok in \d+ ms, gpt-4o-2024-11-20, 1000 → 200 tokens/.test(text),
  );
  const health = await (await fetch(`${host.url}/api/health`)).json();
  expect(health).toMatchObject({ telemetry: { state: 'dark' } });
});

it('a call that ends before it loads has its own times', async () => {
  const copy = await copyApp();
  const app = await startCold(copy.appDir);
  const { status, session } = await app.ask({ temperature: 'warm' });
  const answeredAt = Date.now();
  expect(status).toBe(400);
  const { spans, exceptions } = await app.rows(1);
  const [span] = spans.filter(({ session_Id }) => session_Id === session);
  expect(Date.parse(`${span?.timestamp}`) + Number(span?.duration)).toBeLessThanOrEqual(answeredAt);
  expect(Date.parse(`${exceptions[0]?.timestamp}`)).toBeLessThanOrEqual(answeredAt);
});

it('while the first calls sign in, the seventeenth loads it, so that what waits for it is bounded', async () => {
  const signedIn = Promise.withResolvers<void>();
  const identity = createServer(async (_request, response) => {
    await signedIn.promise;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: 'token', expires_on: 4_102_444_800 }));
  });
  onTestFinished(() => {
    identity.close();
  });
  const certificate = await makeCertificate(); // tokens go over TLS only
  const secure = createSecureServer(certificate, (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(modelAnswer));
  });
  onTestFinished(() => {
    secure.closeAllConnections();
    secure.close();
    return certificate.remove();
  });
  const copy = await copyApp();
  const app = await startCold(copy.appDir, {
    AZURE_AI_INFERENCE_ENDPOINT: `https://localhost:${await listen(secure, 0)}/v1`,
    NODE_EXTRA_CA_CERTS: certificate.file,
    IDENTITY_ENDPOINT: `http://127.0.0.1:${await listen(identity, 0)}/token`,
    IDENTITY_HEADER: 'secret',
  });
  const asking = Array.from({ length: 17 }, () => app.ask({}));
  const { sentAt, requests, sinceRequestMs } = await until(
    'what exports telemetry',
    () => copy.notes().catch(() => ({})),
    ({ loadedAt }) => loadedAt !== undefined,
  );
  expect(sentAt).toBeNull();
  expect(requests).toBe(17);
  expect(sinceRequestMs).toBeLessThan(4_000); // without it 5 s after the last one
  signedIn.resolve();
  const answers = await Promise.all(asking);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const { spans } = await app.rows(17);
  expect(spans).toHaveLength(2 * 17);
});

it('with half of the traces kept, a call of a cold worker is kept whole or not at all', async () => {
  const app = await startCold(join(root, 'dist/app'), { TELEMETRY_SAMPLING_RATIO: '0.5' });
  const answers = await Promise.all(Array.from({ length: 24 }, () => app.ask({})));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const { spans, lines } = await app.rows(1);
  const kept = lines.flatMap(({ session_Id }) => session_Id ?? []);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(answers.length);
  const sessions = spans.map(({ session_Id }) => session_Id);
  expect(sessions.sort()).toEqual(kept.flatMap((session) => [session, session]).sort());
});

describe('what a burst of calls to a cold worker leaves', () => {
  it('is as whole as ever: sessions, parents, true times, lines, errors, tools', async () => {
    const app = await startCold(join(root, 'dist/app'));
    const daylight = callsTools([
      { name: 'daylight', given: { latitude: 46, longitude: 8, date: '2026-07-01' } },
    ]);
    model.replies.push(
      reply(200, modelStream, {}, 100),
      reply(400, { error: { code: 'content_filter' } }, {}, 100),
    );
    const first = [app.ask({ stream: true }), app.ask({})];
    const others = Array.from({ length: 22 }, () => app.ask({}));
    const answers = await Promise.all([...first, ...others]);
    model.replies.push(daylight);
    answers.push(await app.ask({ model: 'travel-guide' }));
    expect(
      answers
        .map(({ status }) => status)
        .sort()
        .at(-2),
    ).toBe(200);

    const { spans, lines, exceptions } = await app.rows(answers.length);
    for (const { session } of answers) {
      const own = spans.filter(({ session_Id }) => session_Id === session);
      const top = own.find(({ name }) => name === 'generate_completion');
      const chat = own.find(({ name }) => name === 'chat gpt-4o');
      if (top === undefined || chat === undefined) throw new Error(`spans of ${session} miss`);
      expect(top.operation_ParentId).toMatch(/^[0-9a-f]{16}$/); // the host's span
      expect(new Set(own.map(({ operation_Id }) => operation_Id))).toEqual(
        new Set([top.operation_Id]),
      );
      expect(own.map(({ id }) => id)).toContain(chat.operation_ParentId);
      expect(Number(chat.duration)).toBeLessThanOrEqual(Number(top.duration));
      expect(Date.parse(`${chat.timestamp}`)).toBeGreaterThanOrEqual(
        Date.parse(`${top.timestamp}`),
      );
      const [line, ...more] = lines.filter(({ session_Id }) => session_Id === session);
      expect(more).toEqual([]);
      expect(line?.operation_ParentId).toBe(top.id);
    }
    const cold = spans.filter(
      ({ customDimensions }) => customDimensions['faas.coldstart'] === 'true',
    );
    expect(cold).toHaveLength(1);
    expect(exceptions.map(({ session_Id }) => session_Id)).toEqual(
      answers.filter(({ status }) => status !== 200).map(({ session }) => session),
    );
  });

  it('an assistant that is the first call has its steps and tools below it', async () => {
    const app = await startCold(join(root, 'dist/app'));
    model.replies.push(
      callsTools([{ name: 'daylight', given: { latitude: 46, longitude: 8, date: '2026-07-01' } }]),
    );
    const { session } = await app.ask({ model: 'travel-guide' });
    const { spans } = await app.rows(1);
    const named = spans.filter(({ session_Id }) => session_Id === session);
    const idOf = (start: string) => named.find(({ name }) => `${name}`.startsWith(start))?.id;
    const parents = named.map(({ name, operation_ParentId }) => [
      name,
      named.find(({ id }) => id === operation_ParentId)?.name ?? 'the host',
    ]);
    expect(idOf('invoke_agent')).toBeDefined();
    expect(parents.sort()).toEqual([
      ['chat gpt-4o', 'invoke_agent travel-guide'],
      ['chat gpt-4o', 'invoke_agent travel-guide'],
      ['execute_tool daylight', 'invoke_agent travel-guide'],
      ['generate_completion', 'the host'],
      ['invoke_agent travel-guide', 'generate_completion'],
    ]);
    const agents = named.map(
      ({ customDimensions }) => customDimensions['microsoft.gen_ai.main_agent.name'],
    );
    expect(agents.filter(Boolean).length).toBeGreaterThanOrEqual(3);
  });
});
