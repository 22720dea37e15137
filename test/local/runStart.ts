import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Ready } from '../../local/stack/readyFile.ts';
import { until } from '../time/until.ts';

const started: ChildProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await Promise.all(
    folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })),
  );
});

/** A folder of its own for one test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callspan-start-'));
  folders.push(folder);
  return folder;
}

/** Runs local/start.ts as `npm start` does, on free ports but the app's, keeping nothing unless `args` say otherwise. */
export async function runStart(args: readonly string[], settings: Record<string, string> = {}) {
  const readyFile = join(await makeFolder(), 'ready.json');
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
    stream.on('data', (text) => {
      output += text;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    child,
    exited,
    output: () => output,
    ready: (): Promise<Ready> =>
      until(
        'the ready file',
        async () => JSON.parse(await readFile(readyFile, 'utf8').catch(() => '{}')),
        (ready) => ready.model !== undefined || child.exitCode !== null,
      ),
    readyFile,
  };
}

/** Processes that were started below another, by their command lines. */
export function childrenOf(pid: number | undefined): { pid: number; command: string }[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, child, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && !command?.startsWith('ps ')
      ? [{ pid: Number(child), command: command ?? '' }]
      : [];
  });
}
