import { describe, expect, it } from 'vitest';
import { bodyOf, campingRequest, startApp } from './startApp.ts';

const app = startApp();
const call = (method: string, path: string, body?: string) =>
  fetch(`${app.stack.app}${path}`, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  });

describe('a path that no function answers', () => {
  it.each([
    ['GET', '/api/v1/model', 'GET /api/v1/models'],
    ['POST', '/api/chat/completions', 'POST /api/v1/chat/completions'],
    ['POST', '/api/v1/chat/completion', 'POST /api/v1/chat/completions'],
    ['POST', '/api/v1/v1/chat/completions', 'POST /api/v1/chat/completions'],
    ['DELETE', '/api/v1/jobs/a/b', 'POST /api/v1/jobs'],
    ['GET', '/api/Health/live', 'GET /api/health'],
    [
      'POST',
      '/api/deployments/gpt-4o/chat/completions',
      'POST /api/openai/deployments/{deployment}/chat/completions',
    ],
  ])(
    '%s %s is 404 in the form of the other errors, and names %s',
    async (method, path, nearest) => {
      const response = await call(method, path);
      expect(response.status).toBe(404);
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect((await bodyOf(response)).error).toEqual({
        message: `This app has no such route. The nearest is ${nearest}. GET /api/v1/openapi.json lists them.`,
        type: 'invalid_request_error',
        param: null,
        code: 'unknown_url',
      });
    },
  );

  it.each(['/api', '/api/', '/api/%zz', `/api/${'x'.repeat(5_000)}`])('%s too', async (path) => {
    expect((await bodyOf(await call('GET', path))).error).toMatchObject({ code: 'unknown_url' });
  });

  it('with a body of 10 MB is answered, not broken off', async () => {
    const response = await call('POST', '/api/v1/nothing', 'x'.repeat(10_000_000));
    expect((await bodyOf(response)).error).toMatchObject({ code: 'unknown_url' });
  });

  it('opens no span', async () => {
    const id = (await call('POST', '/api/v1/nothing', '{}')).headers.get('x-request-id') ?? '';
    await app.chat(campingRequest); // whose rows would come later
    expect(await app.rows('dependencies', id)).toEqual([]);
  });
});

describe('a route with a wrong method', () => {
  it.each([
    ['GET', '/api/v1/chat/completions', 'POST'],
    ['GET', '/API/V1/Chat/Completions/', 'POST'],
    ['DELETE', '/api/v1/models', 'GET'],
    ['PUT', '/api/v1/models/gpt-4o', 'GET'],
    ['PATCH', '/api/v1/jobs/some', 'GET'],
    ['GET', '/api/openai/deployments/gpt-4o/chat/completions', 'POST'],
    ['POST', '/api/health', 'GET'],
  ])('%s %s is 405 with Allow: %s', async (method, path, allowed) => {
    const response = await call(method, path);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
    expect((await bodyOf(response)).error).toMatchObject({
      message: `This route takes ${allowed} only.`,
      code: 'method_not_supported',
    });
  });

  it('HEAD has no body', async () => {
    const response = await call('HEAD', '/api/v1/models');
    expect([response.status, await response.text()]).toEqual([405, '']);
  });
});

describe('GET v1/models/{id}', () => {
  it.each(['gpt-4o', 'travel-guide'])('%s is as in the list', async (id) => {
    const { data } = (await (await call('GET', '/api/v1/models')).json()) as {
      data: { id: string }[];
    };
    const model = await (await call('GET', `/api/v1/models/${id}`)).json();
    expect(model).toEqual(data.find((listed) => listed.id === id));
  });

  it.each([
    ['an assistant', 'travel-guide', 'callspan-assistant'],
    ['a deployment', 'gpt-4o', 'callspan'],
  ])('%s says so by its owner', async (_name, id, owned_by) => {
    const model = await (await call('GET', `/api/v1/models/${id}`)).json();
    expect(model).toMatchObject({ owned_by });
  });

  it('another is 404 model_not_found', async () => {
    const response = await call('GET', '/api/v1/models/nobody');
    expect(response.status).toBe(404);
    expect((await bodyOf(response)).error).toMatchObject({
      code: 'model_not_found',
      param: 'model',
    });
  });
});

describe("the path of Azure OpenAI's clients", () => {
  const path = (deployment: string) =>
    `/api/openai/deployments/${deployment}/chat/completions?api-version=2024-10-21`;
  const ask = (deployment: string, more: object = {}) =>
    call('POST', path(deployment), JSON.stringify({ ...campingRequest, ...more }));

  it('names the model, whatever the body says, and leaves the same trace', async () => {
    const response = await ask('gpt-4o', { model: 'nobody' });
    const session = response.headers.get('x-request-id') ?? '';
    expect(await bodyOf(response)).toMatchObject({ object: 'chat.completion', model: 'gpt-4o' });
    await expect
      .poll(async () => (await app.rows('dependencies', session)).map(({ name }) => name).sort(), {
        timeout: 10_000,
      })
      .toEqual(['chat gpt-4o', 'generate_completion']);
  });

  it('streams', async () => {
    const text = await (await ask('gpt-4o', { stream: true })).text();
    expect(text).toMatch(/^data: \{/);
    expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
  });

  it('takes an assistant, and refuses an unknown deployment', async () => {
    expect((await ask('travel-guide')).status).toBe(200);
    expect((await bodyOf(await ask('nobody', { model: 'gpt-4o' }))).error).toMatchObject({
      code: 'model_not_found',
    });
  });

  it('the query names no deployment', async () => {
    const query = '&deployment=nobody&Headers={}';
    const response = await call(
      'POST',
      `${path('gpt-4o')}${query}`,
      JSON.stringify(campingRequest),
    );
    expect(response.status).toBe(200);
  });
});

it('a refused content type with a large body is 415, not a broken connection', async () => {
  const response = await fetch(`${app.stack.app}/api/v1/chat/completions`, {
    method: 'POST',
    body: 'x'.repeat(10_000_000),
    headers: { 'content-type': 'text/plain' },
  });
  expect(response.status).toBe(415);
});
