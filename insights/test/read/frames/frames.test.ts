import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Frames, StoredRow } from '../../../api.ts';
import { type BundledApp, bundleApp } from '../../bundledApp.ts';
import { envelope } from '../../envelopes.ts';
import { start } from '../../running.ts';

let app: BundledApp;
beforeAll(async () => {
  app = await bundleApp();
});
afterAll(() => app.remove());

async function framesOf({
  stack = app.thrown,
  role = 'callspan',
  at = new Date(),
  builtAt = new Date(Date.now() - 60_000),
}: {
  stack?: string;
  role?: string;
  at?: Date;
  builtAt?: Date;
} = {}): Promise<Frames> {
  const { insights, send, get } = await start({ bundles: app.bundles });
  await app.builtAt(builtAt);
  const nothing = { running: () => [], ended: () => [] };
  insights.appStarted({
    url: 'http://127.0.0.1:1',
    invocations: nothing,
    recordsContent: true,
    embeddedModel: true,
  });
  const exceptions = [{ typeName: 'Error', message: 'full', stack }];
  const tags = { 'ai.operation.id': 'op', 'ai.cloud.role': role };
  await send([envelope('ExceptionData', { exceptions }, tags, at)]);
  const { items } = await get<{ items: StoredRow[] }>('/api/operations/op');
  return get<Frames>(`/api/rows/${items[0]?.seq}/frames`);
}

/** The stack as the app records it: without folders. */
const bare = () => app.thrown.replaceAll(`${app.bundles.app}${sep}`, '');

describe('a frame of the app leads to the line that threw', () => {
  it.each([
    ['with its folder', () => app.thrown],
    ['by its name alone', bare],
  ])('%s', async (_, stack) => {
    const { items, rebuilt } = await framesOf({ stack: stack() });
    expect(items.map(({ source }) => source)).toEqual(['src/shop.ts:4:28', 'src/shop.ts:9:3']);
    expect(items[0]?.href).toBe(
      `vscode://file${pathToFileURL(join(app.bundles.root, 'src/shop.ts')).pathname}:4:28`,
    );
    expect(stack()).toContain(items[0]?.text);
    expect(rebuilt).toBe(false);
  });

  it('also in a run before, when the app was not built again', async () => {
    const at = new Date(Date.now() - 1_000);
    expect((await framesOf({ at, builtAt: new Date(at.getTime() - 5_000) })).items).toHaveLength(2);
  });
});

describe('no wrong line is given', () => {
  it('for a bundle that was built since: that is said', async () => {
    const builtAt = new Date(Date.now() + 60_000);
    expect(await framesOf({ builtAt })).toEqual({ items: [], rebuilt: true });
  });

  it('for a row of a run that is not known', async () => {
    const at = new Date(Date.now() - 3_600_000);
    expect(await framesOf({ at })).toEqual({ items: [], rebuilt: true });
  });

  it.each([
    ['another app', { role: 'shop', stack: 'at f (main.js:1:30)' }],
    ['a bundle that is not there', { stack: 'at f (gone.js:1:1)' }],
    ['a file outside of the folder', { stack: 'at f (../../src/main.js:1:1)' }],
    ['a line behind the last', { stack: 'at f (main.js:999999:1)' }],
    ['line 0', { stack: 'at f (main.js:0:0)' }],
  ])('for %s', async (_, given) => {
    expect(await framesOf(given)).toEqual({ items: [], rebuilt: false });
  });

  it('for a map that is broken', async () => {
    await app.write('broken.js', '', '{"version":3,"mappings":5');
    expect(await framesOf({ stack: 'at f (broken.js:1:1)' })).toEqual({
      items: [],
      rebuilt: false,
    });
  });

  it('without an app beside the receiver, and for a row that is not there', async () => {
    const { url, send, get } = await start();
    await send([
      envelope('ExceptionData', { exceptions: [{ typeName: 'x', message: 'm', stack: bare() }] }),
    ]);
    expect(await get('/api/rows/1/frames')).toEqual({ items: [], rebuilt: false });
    expect((await fetch(`${url}/api/rows/99/frames`)).status).toBe(404);
  });
});
