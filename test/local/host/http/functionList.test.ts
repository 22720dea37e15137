import { expect, it } from 'vitest';
import { runApp } from '../runApp.ts';

it('GET /admin/functions lists the functions as the real host does, on a route that no app can take', async () => {
  const { url } = await runApp(`
    app.http('ask', { methods: ['POST'], route: 'v1/ask', handler: () => ({}) });
    app.http('admin', { route: '{*rest}', handler: () => ({ body: 'taken' }) });`);
  const response = await fetch(`${url}/admin/functions`);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const list = (await response.json()) as object[];
  expect(list).toHaveLength(2);
  expect(list[0]).toMatchObject({
    name: 'ask',
    href: '/admin/functions/ask',
    language: 'node',
    isDisabled: false,
    config: {
      name: 'ask',
      bindings: expect.arrayContaining([
        expect.objectContaining({ type: 'httpTrigger', route: 'v1/ask', methods: ['POST'] }),
      ]),
    },
  });
  expect((await fetch(`${url}/admin/functions`, { method: 'POST' })).status).toBe(404);
});
