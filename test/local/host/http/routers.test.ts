import { expect, it } from 'vitest';
import { runApp } from '../runApp.ts';

it('routes are tried in the order of the functions’ names, as on the real host', async () => {
  const says = (name: string, route: string) =>
    `app.http('${name}', { methods: ['GET'], route: '${route}', handler: () => ({ body: '${name}' }) });`;
  const { url } = await runApp(
    [
      says('b', 'items/{*rest}'),
      says('c', 'items/seven'), // hidden by b
      says('A', 'items/one'),
      says('z', '{*rest}'),
    ].join('\n'),
  );
  const answerOf = async (path: string) => (await fetch(`${url}${path}`)).text();
  expect(await answerOf('/api/items/one')).toBe('A');
  expect(await answerOf('/api/items/seven')).toBe('b');
  expect(await answerOf('/api/items')).toBe('b');
  expect(await answerOf('/api/other')).toBe('z');
  expect(await answerOf('/api')).toBe('z');
});
