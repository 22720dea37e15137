import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const mostSaid = 2_000;

/** A process that says one message when it is ready, and answers each command with one. */
export interface Process<Ready, Command, Report> {
  readonly ready: Ready;
  run(command: Command): Promise<Report>;
  /** Kills it; what it forked must end with it. */
  stop(): Promise<void>;
}

/**
 * Starts a fresh process of a module, with nothing of this one's environment but PATH, and a temporary folder of its own:
 * the disk store of telemetry lies there. The module must end when its parent is gone. Rejects with the end of what it wrote when it ends early.
 */
export async function startProcess<Ready, Command, Report>(
  module: URL,
  settings: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Process<Ready, Command, Report>> {
  const temporary = await mkdtemp(join(tmpdir(), 'callspan-bench-'));
  const child = fork(fileURLToPath(module), args, {
    env: { PATH: process.env.PATH, TMPDIR: temporary, ...settings },
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced', // JSON has no Infinity
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-mostSaid);
  });
  const ended = once(child, 'exit');
  const next = async (): Promise<unknown> => {
    const [message] = await Promise.race([
      once(child, 'message'),
      ended.then(() => {
        throw new Error(`${basename(module.pathname)} ended before it answered.\n${said}`);
      }),
    ]);
    return message;
  };
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const ready = (await next()) as Ready;
    const run = async (command: Command) => {
      child.send(command as object);
      return (await next()) as Report;
    };
    return { ready, run, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
