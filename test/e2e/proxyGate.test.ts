import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { bodyOf, campingRequest, startApp } from './startApp.ts';

const app = startApp();
const workerPort = () => Number(new URL(app.stack.host?.capabilities().HttpUri ?? '').port);

/** Sends directly to the worker's own HTTP server, past the host. */
async function askWorker(headers: Record<string, string>): Promise<number> {
  const sent = request({ port: workerPort(), path: '/api/health', headers, agent: false }).end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

/** Sends bytes to the app's port and reads the whole answer. */
async function askRaw(head: string): Promise<string> {
  const socket = connect(Number(new URL(app.stack.app ?? '').port), '127.0.0.1');
  socket.write(head);
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

async function expectAnswers(): Promise<void> {
  const response = await app.chat(campingRequest);
  expect([response.status, (await bodyOf(response)).model]).toEqual([200, 'gpt-4o']);
}

describe('the worker’s own HTTP server', () => {
  it.each([
    ['error', 'error'],
    ['no ID', undefined],
    ['no GUID', 'x'.repeat(36)],
    ['a prototype’s name', '__proto__'],
    ['two IDs', `${randomUUID()}, ${randomUUID()}`],
  ])('refuses a request with %s at once, and the worker goes on', async (_what, id) => {
    const pid = app.stack.host?.workerPid();
    expect(await askWorker(id === undefined ? {} : { 'x-ms-invocation-id': id })).toBe(400);
    expect(app.stack.host?.workerPid()).toBe(pid);
    await expectAnswers();
  });

  it('answers and forgets a request whose invocation never comes', async () => {
    const many = Array.from({ length: 1_200 }, () =>
      askWorker({ 'x-ms-invocation-id': randomUUID() }),
    );
    await expectAnswers();
    expect(new Set(await Promise.all(many))).toEqual(new Set([400, 500])); // too many, too late
    await expectAnswers();
  });
});

describe('a request that the library cannot read', () => {
  it.each([
    ['?Headers=[1]', 200],
    ['?Headers={"a b":"c"}', 200],
    ['?headers=1', 200],
    ['?Headers={"host":"x"}', 200],
  ])('GET health%s reads the true headers', async (query, status) => {
    expect((await fetch(`${app.stack.app}/api/health${query}`)).status).toBe(status);
  });

  it('a body with a top-level Headers replaces none', async () => {
    const response = await app.chat({ ...campingRequest, Headers: { 'a b': 'c' } });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('unknown_parameter');
  });

  it.each(['a b', '[', 'x:y:z', '%', '<canary>'])(
    'a Host of %j is a 400 in our words',
    async (host) => {
      const text = await askRaw(
        `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      expect(text).toMatch(/^HTTP\/1\.1 400/);
      expect(JSON.stringify(app.logs)).not.toContain('canary');
      await expectAnswers();
    },
  );
});
