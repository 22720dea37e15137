import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { listRegistered } from '../../local/verify/countFunctions.ts';
import { hangMs } from '../time/hangMs.ts';

const app = join(root, 'dist/app');

it('the deployable is at most 8 files of JavaScript and 3.4 MB, with the notices of what is bundled', async () => {
  const files = await readdir(app);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(app, file))).size));
  expect(files.filter((file) => file.endsWith('.js')).length).toBeLessThanOrEqual(8);
  expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(3_400_000);
  const notices = await readFile(join(app, 'THIRD_PARTY_NOTICES'), 'utf8');
  for (const name of ['@azure/functions', 'zod', '@azure/monitor-opentelemetry']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|Apache-2.0)\\)$`, 'm'));
  }
});

it('no package is in two of its files, but for what sign-in has in common with storage and telemetry', async () => {
  const filesOf = new Map<string, Set<string>>();
  const maps = join(root, 'dist/maps');
  for (const map of await readdir(maps)) {
    const { sources }: { sources: string[] } = JSON.parse(await readFile(join(maps, map), 'utf8'));
    for (const source of sources) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
      if (name !== undefined) filesOf.set(name, (filesOf.get(name) ?? new Set()).add(map));
    }
  }
  const several = [...filesOf].filter(([, files]) => files.size > 1).map(([name]) => name);
  expect(several.sort()).toEqual(['@azure/core-client', '@azure/core-process', 'ms']);
});

it('a worker that has registered its functions has read main.js alone', async () => {
  const script = `
    const { Module } = require('node:module');
    const load = Module._load;
    const core = { registerFunction() {}, registerHook() {}, setProgrammingModel() {}, log() {} };
    Module._load = (id, ...rest) => (id === '@azure/functions-core' ? core : load(id, ...rest));
    require('./main.js');
    console.log(Object.keys(require.cache).join());
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: app,
    timeout: hangMs(10_000),
    env: { ...process.env, ...readSample(root) },
  });
  expect(stdout.trim()).toBe(join(app, 'main.js'));
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
