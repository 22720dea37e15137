import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../../local/listen.ts';
import { until } from '../time/until.ts';

const started: ChildProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await Promise.all(
    folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })),
  );
});

/** Runs local/start.ts as `npm start` does. */
async function start(args: string[], settings: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'callspan-start-'));
  folders.push(folder);
  const readyFile = join(folder, 'ready.json');
  const child = spawn(
    process.execPath,
    [
      '--experimental-strip-types',
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, '../../local/start.ts'),
      ...['--data', 'memory', '--ready-file', readyFile],
      ...['--insights-port', '0', '--model-port', '0', '--storage-port', '0'],
      ...args,
    ],
    { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      output += text;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    child,
    exited,
    output: () => output,
    ready: () =>
      until(
        'the ready file',
        async () => JSON.parse(await readFile(readyFile, 'utf8').catch(() => '{}')),
        (ready) => ready.model !== undefined,
      ),
    readyFile,
  };
}

/** Processes that were started below another, by their command lines. */
async function childrenOf(pid: number | undefined): Promise<{ pid: number; command: string }[]> {
  const { execFileSync } = await import('node:child_process');
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, child, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && !command?.startsWith('ps ')
      ? [{ pid: Number(child), command: command ?? '' }]
      : [];
  });
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('npm start', () => {
  it('says where everything is, ends on SIGTERM with exit code 0, and leaves nothing running', async () => {
    const run = await start(['--app-port', '0']);
    const ready = await run.ready();
    expect(ready).toEqual({
      app: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      insights: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      model: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      storage: expect.stringContaining('QueueEndpoint=http://127.0.0.1:'),
    });
    await until(
      'the banner',
      async () => run.output(),
      (text) => text.includes('Ctrl-C'),
    );
    expect(run.output()).toContain(`curl -i ${ready.app}/api/v1/chat/completions`);
    const children = await childrenOf(run.child.pid);
    expect(children.length).toBe(3);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
    await expect(readFile(run.readyFile)).rejects.toThrow('ENOENT');
  });

  it('a taken port is one line that names the port and the flag', async () => {
    const server = createServer();
    const port = await listen(server, 0);
    const run = await start(['--app-port', `${port}`]);
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain(`Port ${port} is taken: choose another with --app-port.`);
    expect(run.output().trim().split('\n')).toHaveLength(2);
    server.close();
  });

  it.each([
    ['Azurite', /storage.server\.ts/],
    ['embedded model', /model.server\.ts/],
  ])(
    '%s dying is one line that says so, exit code 1, and nothing left running',
    async (name, pattern) => {
      const run = await start(['--app-port', '0']);
      await run.ready();
      await until(
        'the banner',
        async () => run.output(),
        (text) => text.includes('Ctrl-C'),
      );
      const children = await childrenOf(run.child.pid);
      const victim = children.find(({ command }) => pattern.test(command));
      const before = run.output().length;
      process.kill(victim?.pid ?? 0, 'SIGKILL');
      expect(await run.exited).toBe(1);
      expect(run.output().slice(before)).toContain(name);
      expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
    },
  );

  it('wrong settings stop the start, all of them named and none of their values told', async () => {
    const run = await start(['--app-port', '0'], {
      MAX_OUTPUT_TOKENS: 'canary-1',
      TELEMETRY_SAMPLING_RATIO: 'canary-2',
    });
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('MAX_OUTPUT_TOKENS');
    expect(run.output()).toContain('TELEMETRY_SAMPLING_RATIO');
    expect(run.output()).not.toContain('canary');
  });

  it('a flag that does not exist is a usage error', async () => {
    const run = await start(['--colour']);
    expect(await run.exited).toBe(2);
    expect(run.output()).toContain('--app-port');
  });

  it('npm run services starts all but the app', async () => {
    const run = await start(['--services']);
    expect(await run.ready()).not.toHaveProperty('app');
    await until(
      'the banner',
      async () => run.output(),
      (text) => text.includes('func start'),
    );
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
  });
});
