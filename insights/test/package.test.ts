import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hangMs } from '../../test/time/hangMs.ts';
import { until } from '../../test/time/until.ts';
import type { Row } from '../row.ts';
import { connect, linesOf } from './mcp/connect.ts';

const run = promisify(execFile);
const source = join(import.meta.dirname, '..');
let folder: string;
const started: ChildProcess[] = [];

/** Runs npm, by the file that runs this test where npm does. */
async function runNpm(cwd: string, ...args: string[]): Promise<string> {
  const file = process.env.npm_execpath;
  const options = { cwd, timeout: hangMs(120_000) };
  const ended = file
    ? run(process.execPath, [file, ...args], options)
    : run('npm', args, { ...options, shell: process.platform === 'win32' });
  return (await ended).stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callspan-tarball-'));
  const packed = JSON.parse(await runNpm(source, 'pack', '--json', '--pack-destination', folder));
  const tarball = join(folder, packed[0].filename);
  await runNpm(folder, 'init', '-y');
  await runNpm(folder, 'install', '--offline', '--no-audit', '--no-fund', tarball);
});
afterAll(async () => {
  for (const child of started) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

/** Starts the installed command; gives what it printed until it was ready. */
async function start(...args: string[]) {
  const bin = join(folder, 'node_modules/callspan-insights/bin/callspan-insights.js');
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const exited = once(child, 'exit');
  const shown = await Promise.race([
    until(
      'the banner',
      () => output,
      (text) => text.includes('Ctrl-C'),
    ),
    exited.then(() => output),
  ]);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(shown)?.[0] ?? '';
  const secure = /"(InstrumentationKey=[^"]*https:[^"]*)"/.exec(shown)?.[1];
  const certificate = /NODE_EXTRA_CA_CERTS="([^"]*)"/.exec(shown)?.[1];
  return { child, exited, url, secure, certificate, output: () => output };
}

/** Runs a client of `clients/` as an application would. */
async function send(client: string, env: Record<string, string>, seen: () => Promise<unknown>) {
  const script = join(import.meta.dirname, 'clients', `${client}.ts`);
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const running = run(process.execPath, [...flags, script], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: tmpdir(),
      TEMP: tmpdir(),
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
      ...env,
    },
    timeout: hangMs(60_000),
  });
  await Promise.race([running, seen()]);
  running.child.stdin?.end();
  await running;
}

it('the tarball brings nothing along, runs by its command, and takes what the distro and OTLP send', async () => {
  const modules = await readdir(join(folder, 'node_modules'));
  expect(modules.filter((name) => !name.startsWith('.'))).toEqual(['callspan-insights']);
  const { url, secure, certificate, output } = await start('--port', '0', '--https-port', '0');
  expect(output()).toMatch(/^Local Application Insights: http/); // no warning before it
  const names = async () => {
    const response = await fetch(`${url}/api/tables/dependencies?limit=1000`);
    const { items } = (await response.json()) as { items: Row[] };
    return items.map(({ name }) => `${name}`);
  };
  const come = (name: string) => until(name, names, (found) => found.includes(name));

  await send('otlp', { OTEL_EXPORTER_OTLP_ENDPOINT: url, ENCODING: 'protobuf' }, () =>
    come('chat gpt-4o'),
  );
  expect(await names()).toEqual(['chat gpt-4o']);
  const env = { CONNECTION_STRING: `${secure}`, NODE_EXTRA_CA_CERTS: `${certificate}` };
  await send('distro', env, async () => {
    await until('rows of the distro', names, (found) => found.length > 1);
  });

  const agent = await connect(url);
  expect((await agent.call('telemetry_health')).said).toContain('Checks that pass');
  const counted = await agent.call('query', {
    query: 'dependencies | where name == "chat gpt-4o" | take 1 | count',
  });
  expect(linesOf(counted)).toEqual([['Count:long'], [1]]);

  const page = await fetch(`${url}/calls`);
  const html = await page.text();
  expect(html).toContain('<title>');
  for (const [, path] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
    expect((await fetch(`${url}${path}`)).status).toBe(200);
  }
  if (process.platform !== 'win32') {
    const modeOf = async (name: string) => (await stat(join(folder, '.local', name))).mode & 0o777;
    expect([await modeOf('.'), await modeOf('insights.db')]).toEqual([0o700, 0o600]);
  }

  const second = await start('--port', '0');
  expect(second.output()).toMatch(/is in use by process \d+: stop it, or choose another folder/);
  expect((await second.exited)[0]).toBe(1);
});

it('it ends with Ctrl-C, and says what its flags are', async () => {
  const { child, exited } = await start('--port', '0', '--data', 'memory');
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  const help = await start('--help');
  expect(help.output()).toMatch(/^callspan-insights \[--port 7072\]/);
  const wrong = await start('--prot', '1');
  expect(wrong.output()).toMatch(/Unknown option '--prot'/);
  expect((await wrong.exited)[0]).toBe(2);
});
