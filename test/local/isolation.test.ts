import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { holdFolder } from '../../local/stack/holdFolder.ts';
import { sendRaw } from '../sendRaw.ts';
import { ask, startServices } from './running.ts';
import { makeFolder, runStart } from './runStart.ts';

const hasModes = process.platform !== 'win32';

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
    const module = new URL('../../local/stack/holdFolder.ts', import.meta.url);
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

describe('an error in one part', () => {
  it('that nothing has caught ends no process, and is told once, without its text', async () => {
    const file = join(await makeFolder(), 'survive.ts');
    const local = new URL('../../local', import.meta.url);
    await writeFile(
      file,
      `import { createMishaps } from '${local}/stack/mishaps.ts';
      import { surviveErrors } from '${local}/stack/surviveErrors.ts';
      const mishaps = createMishaps((line) => console.log(line));
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
        'The local stack met an error and goes on, in a part of it: RangeError.',
        'The local stack met an error and goes on, in a part of it: Error.',
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
