import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Health } from '../../local/insights/api.ts';
import { holdFolder } from '../../local/insights/holdFolder.ts';
import { startStack } from '../../local/stack.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { sendRaw } from '../sendRaw.ts';
import { until } from '../time/until.ts';
import { envelope } from './insights/envelopes.ts';
import { start as startInsights } from './insights/running.ts';
import { makeFolder, runStart } from './runStart.ts';

const hasModes = process.platform !== 'win32';

const ask = (
  app: string | undefined,
  path = 'chat/completions',
  request: object = campingRequest,
) =>
  fetch(`${app}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });

const checkOf = async (insights: string | undefined, wanted = 'The local stack') => {
  const response = await fetch(`${insights}/api/health`);
  const { checks } = (response.ok ? await response.json() : { checks: [] }) as Health;
  return checks.find(({ name }) => name === wanted);
};

/** Azurite, the model and the local Application Insights in this process, on a folder. */
async function startServices(data: string) {
  const lines: string[] = [];
  const stack = await startStack({
    ports: { app: 0, insights: 0, model: 0, storage: 0 },
    data,
    services: true,
    build: false,
    onTrouble: (line) => lines.push(line),
  });
  onTestFinished(() => stack.stop());
  return { stack, lines };
}

describe('a data folder', () => {
  it('belongs to one npm start: a second one ends with one line that names the first and what to do', async () => {
    const folder = join(await makeFolder(), 'data');
    await mkdir(join(folder, 'storage'), { recursive: true, mode: 0o755 });
    await writeFile(join(folder, 'insights.db'), '', { mode: 0o644 });
    const { stack } = await startServices(folder);
    const second = await runStart(['--services', '--data', folder]);
    expect(await second.exited).toBe(1);
    expect(second.output().trim().split('\n').slice(1)).toEqual([
      `${folder} is in use by process ${process.pid}: stop it, or choose another folder with --data.`,
    ]);
    expect((await fetch(`${stack.insights}/api/health`)).status).toBe(200);
    if (!hasModes) return;

    // What holds prompts is for its user alone.
    const names = await readdir(folder);
    expect(names).toEqual(expect.arrayContaining(['insights.db', 'insights.db-wal', 'storage']));
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect(await modeOf(folder)).toBe('700');
    expect(await modeOf(join(folder, 'storage'))).toBe('700');
    for (const name of names.filter((each) => each.startsWith('insights.db'))) {
      expect([name, await modeOf(join(folder, name))]).toEqual([name, '600']);
    }
  });

  it('of a process that was killed is free', async () => {
    const folder = await makeFolder();
    const module = new URL('../../local/insights/holdFolder.ts', import.meta.url);
    const holder = spawn(
      process.execPath,
      [
        ...[
          '--experimental-strip-types',
          '--disable-warning=ExperimentalWarning',
          '--expose-gc',
          '-e',
        ],
        `import('${module}').then(({ holdFolder }) => holdFolder(${JSON.stringify(folder)})).then(() => { globalThis.gc(); console.log('held'); });
        setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    await expect(holdFolder(folder)).rejects.toThrow(`in use by process ${holder.pid}`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const held = await holdFolder(folder);
    expect(held).toBeDefined();
    await held?.release();
  });

  it('is let go by a stack that stops, and then another may have it', async () => {
    const folder = await makeFolder();
    const held = await holdFolder(folder);
    await expect(holdFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
    await held?.release();
    const again = await holdFolder(folder);
    await again?.release();
    await again?.release();
  });

  it.skipIf(!hasModes)('that holds other things keeps its mode', async () => {
    const folder = await makeFolder();
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'thesis.txt'), '');
    const held = await holdFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o755);
    expect((await stat(join(folder, 'storage'))).mode & 0o777).toBe(0o700);
    await held?.release();
  });
});

/** Whether this user may mount a small disk of its own, as root on Linux may. */
const mayMount =
  process.platform === 'linux' &&
  spawnSync('mount', ['--version']).status === 0 &&
  process.getuid?.() === 0;
if (!mayMount)
  console.log('No small disk can be mounted here: the tests of a full disk are skipped.');

/** A disk of 4 MiB. */
async function mountDisk(): Promise<string> {
  const disk = await mkdtemp(join(tmpdir(), 'callspan-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
  onTestFinished(async () => {
    execFileSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true });
  });
  return disk;
}

const filling = (disk: string) => join(disk, 'filling');
async function fill(disk: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(filling(disk), Buffer.alloc(bavail * bsize));
}

describe.skipIf(!mayMount)('a full disk', () => {
  const large = { messages: [{ role: 'user', content: 'x'.repeat(20_000) }] };
  const finished = (app: string | undefined, id: string) =>
    until(
      `job ${id}`,
      async () => (await fetch(`${app}/api/v1/jobs/${id}`)).json() as Promise<{ status: string }>,
      ({ status }) => status === 'succeeded',
    );

  it('is one line and a finding; calls are answered, jobs end, and what they wrote is kept once there is room', async () => {
    const disk = await mountDisk();
    const run = await runStart(['--app-port', '0', '--data', join(disk, 'data')]);
    const { app, insights } = await run.ready();
    expect((await ask(app)).status).toBe(200);
    await fill(disk);
    const jobs: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      const accepted = await ask(app, 'jobs', large);
      expect(accepted.status).toBe(202);
      jobs.push(((await accepted.json()) as { id: string }).id);
    }
    for (const id of jobs) await finished(app, id);
    expect((await ask(app)).status).toBe(200);
    const check = await until(
      'the finding',
      async () => (await checkOf(insights)) ?? {},
      (found) => JSON.stringify(found).includes('disk of the storage is full'),
    );
    expect(check).toMatchObject({ state: 'fail' });
    expect(run.output().match(/disk of the storage is full/g)).toHaveLength(1);

    await rm(filling(disk));
    const kept = await ask(app, 'jobs', large);
    await finished(app, ((await kept.json()) as { id: string }).id);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    const next = await runStart(['--app-port', '0', '--data', join(disk, 'data')]);
    const again = await next.ready();
    for (const id of jobs) await finished(again.app, id);
  });

  it('at the start is one line, and a run that keeps nothing', async () => {
    const disk = await mountDisk();
    await fill(disk);
    const { stack, lines } = await startServices(join(disk, 'data'));
    expect(lines).toEqual([
      `The disk of ${join(disk, 'data')} is full: nothing of this run is kept.`,
    ]);
    expect(await checkOf(stack.insights)).toMatchObject({ state: 'fail', count: 1 });
  });
});

describe('an error in one part', () => {
  it('of who listens to telemetry does not fail who sends it', async () => {
    const { insights, send, url } = await startInsights();
    insights.onRows(() => {
      throw new Error('canary');
    });
    expect((await send([envelope('MessageData', { message: 'hello' })])).status).toBe(200);
    const check = await checkOf(url, 'Errors of the receiver');
    expect(check).toMatchObject({ state: 'fail' });
    expect(JSON.stringify(check)).not.toContain('canary');
  });

  it('that nothing has caught ends no process, and is told once, without its text', async () => {
    const file = join(await makeFolder(), 'survive.ts');
    const insights = new URL('../../local/insights', import.meta.url);
    await writeFile(
      file,
      `import { createMishaps } from '${insights}/mishaps.ts';
      import { surviveErrors } from '${insights}/surviveErrors.ts';
      const mishaps = createMishaps((line) => console.log(line), 'The stack');
      surviveErrors(mishaps);
      for (let at = 0; at < 3; at += 1) setTimeout(() => { throw new RangeError('canary'); });
      setTimeout(() => Promise.reject(new Error('canary')));
      setTimeout(() => process.stdout.emit('error', new Error('canary')));
      setTimeout(() => console.log('alive', mishaps.list().length), 100);`,
    );
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', file],
      { encoding: 'utf8' },
    );
    expect({ lines: stdout.trim().split('\n'), stderr, status }).toEqual({
      lines: [
        'The stack met an error and goes on, in a part of it: RangeError.',
        'The stack met an error and goes on, in a part of it: Error.',
        'alive 2',
      ],
      stderr: '',
      status: 0,
    });
  });

  it('of the terminal ends nothing, and --allowed-host adds names under which the app may be called', async () => {
    const run = await runStart([
      ...['--app-port', '0'],
      ...['--allowed-host', 'Box.test', '--allowed-host', 'b'],
    ]);
    const { app = '' } = await run.ready();
    const statusOf = async (host: string) => {
      const head = `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      return (await sendRaw(app, head)).slice(9, 12);
    };
    expect(await statusOf('box.test:7071')).toBe('200');
    expect(await statusOf('b')).toBe('200');
    expect(await statusOf('c')).toBe('403');

    run.child.stdout.destroy();
    run.child.stderr.destroy();
    for (let at = 0; at < 3; at += 1) {
      expect((await ask(app)).status).toBe(200);
      await sleep(1_000); // a tree is drawn 0.7 s after the last row
    }
    expect(run.child.exitCode).toBe(null);
  });
});

it('--allowed-host takes names only', async () => {
  const wrong = await runStart(['--allowed-host', 'box.test:80']);
  expect(await wrong.exited).toBe(2);
  expect(wrong.output()).toContain('--allowed-host must be the name of a host, without a port.');
});
