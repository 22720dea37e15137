import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { listRegistered } from '../../local/verify/countFunctions.ts';

const app = join(root, 'dist/app');

it('the deployable is at most 10 files and 5 MB, with the notices of what is bundled', async () => {
  const files = await readdir(app);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(app, file))).size));
  expect(files.length).toBeLessThanOrEqual(10);
  expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(5_000_000);
  const notices = await readFile(join(app, 'THIRD_PARTY_NOTICES'), 'utf8');
  for (const name of ['@azure/functions', 'zod', '@azure/monitor-opentelemetry']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|Apache-2.0)\\)$`, 'm'));
  }
});

it('it needs nothing but Node and the worker', async () => {
  const files = (await readdir(app)).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(files.map((file) => readFile(join(app, file), 'utf8')));
  const wanted = texts.flatMap((text) =>
    [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, id]) => id ?? ''),
  );
  const known = (id: string) =>
    id.startsWith('node:') || builtinModules.includes(id) || files.includes(id.replace('./', ''));
  // Optional native add-ons of a library.
  const optional = ['bufferutil', 'kerberos', 'utf-8-validate'];
  const rest = wanted.filter((id) => !known(id) && !optional.includes(id));
  expect(new Set(rest)).toEqual(new Set(['@azure/functions-core']));
});

it('it starts from a folder of its own, outside the repository', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'callspan-deployed-'));
  await cp(app, folder, { recursive: true });
  const settings = {
    ...readSample(root),
    AzureWebJobsStorage: '',
    APPLICATIONINSIGHTS_CONNECTION_STRING: '',
  };
  const host = await startHost({ appDir: folder, port: 0, settings });
  expect(host.functions.map(({ name }) => name).sort()).toEqual(listRegistered());
  const health = await (await fetch(`${host.url}/api/health`)).json();
  expect(health).toMatchObject({ status: 'ok', telemetry: { state: 'dark' } });
  await host.stop();
  await rm(folder, { recursive: true });
});
