import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { until } from '../time/until.ts';
import { childrenOf, runStart } from './runStart.ts';

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** All that a stack has said, once it stands. */
const bannerOf = (run: { output(): string }) =>
  until(
    'the banner',
    async () => run.output(),
    (text) => text.includes('Ctrl-C'),
  );

describe('npm start', () => {
  it('says where everything is, ends on SIGTERM with exit code 0, and leaves nothing running', async () => {
    const run = await runStart(['--app-port', '0']);
    const ready = await run.ready();
    expect(ready).toEqual({
      app: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      insights: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      model: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      storage: expect.stringContaining('QueueEndpoint=http://127.0.0.1:'),
    });
    await bannerOf(run);
    expect(run.output()).toContain(`curl -i ${ready.app}/api/v1/chat/completions`);
    const said = run.output().match(/^(pages|app|ask|model|data|prompts) .*/gm);
    expect(said).toEqual([
      expect.stringContaining(`${ready.insights}`),
      expect.stringContaining(`${ready.app}/api`),
      expect.stringContaining('npm run -s ask -- '),
      expect.stringMatching(/gpt-4o, then gpt-4o-mini; embedded/),
      expect.stringContaining('in memory'),
      expect.stringMatching(/ recorded .*ENABLED=false leaves them out/),
    ]);
    expect(run.output()).not.toContain('\u001b[');
    const unsent = async () => (await readdir(tmpdir())).filter((name) => /-unsent-/.test(name));
    expect(await unsent()).toHaveLength(1);
    const children = childrenOf(run.child.pid);
    expect(children.length).toBe(3);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
    await expect(readFile(run.readyFile)).rejects.toThrow('ENOENT');
    expect(await unsent()).toEqual([]);
  });

  it('says that prompts are recorded, and colours its addresses where colours are asked for', async () => {
    const run = await runStart(['--app-port', '0'], {
      AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true',
      FORCE_COLOR: '1',
    });
    const { insights } = await run.ready();
    const output = await bannerOf(run);
    expect(output).toContain(`\u001b[36m${insights}\u001b[39m`);
    expect(output).toContain('\u001b[33mrecorded');
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
  });

  it('ends as quietly when SIGTERM reaches all of its processes at once', async () => {
    const run = await runStart(['--app-port', '0']);
    await run.ready();
    await bannerOf(run);
    for (const { pid } of childrenOf(run.child.pid)) process.kill(pid, 'SIGTERM');
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(run.output()).not.toMatch(/ended by itself|has stopped|did not/);
    expect(run.output().trimEnd()).toMatch(/\nStopping: [^\n]*$/);
  });

  it('a taken port is one line that names the port and the flag', async () => {
    const server = createServer();
    const port = await listen(server, 0);
    const run = await runStart(['--app-port', `${port}`]);
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
      const run = await runStart(['--app-port', '0']);
      await run.ready();
      await bannerOf(run);
      const children = childrenOf(run.child.pid);
      const victim = children.find(({ command }) => pattern.test(command));
      const before = run.output().length;
      process.kill(victim?.pid ?? 0, 'SIGKILL');
      expect(await run.exited).toBe(1);
      expect(run.output().slice(before)).toContain(name);
      expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
    },
  );

  it('wrong settings stop the start, all of them named and none of their values told', async () => {
    const run = await runStart(['--app-port', '0'], {
      MAX_OUTPUT_TOKENS: 'canary-1',
      TELEMETRY_SAMPLING_RATIO: 'canary-2',
    });
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('MAX_OUTPUT_TOKENS');
    expect(run.output()).toContain('TELEMETRY_SAMPLING_RATIO');
    expect(run.output()).not.toContain('canary');
  });

  it('a flag that does not exist is a usage error', async () => {
    const run = await runStart(['--colour']);
    expect(await run.exited).toBe(2);
    expect(run.output()).toContain('--app-port');
  });

  it('npm run services starts all but the app', async () => {
    const run = await runStart(['--services']);
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
