import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { hangMs } from '../../time/hangMs.ts';
import { until } from '../../time/until.ts';

/** What hostProcess.ts is told. */
export interface HostCommand {
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** What hostProcess.ts tells of itself when it is up and whenever it is asked. */
export interface HostState {
  readonly url: string;
  readonly workerPid: number | undefined;
  /** Invocations. */
  readonly running: number;
}

/** One instance of the app: a host process and its worker. A host that ends is started again on its port, as platforms do. */
export interface Instance {
  readonly url: string;
  /** When its worker was killed, or ended with its host; ms since 1970. */
  readonly kills: readonly number[];
  /** Invocations; undefined while its host is away or stopped. */
  running(): Promise<number | undefined>;
  killWorker(): Promise<void>;
  killHost(): Promise<void>;
  /** SIGSTOP, and SIGCONT so many ms later. */
  stopWorker(ms: number): Promise<void>;
  stopHost(ms: number): Promise<void>;
  end(): Promise<void>;
}

/** Starts one with the app's settings; `folder` is the worker's for temporary files. */
export async function startInstance(
  settings: HostCommand['settings'],
  folder: string,
): Promise<Instance> {
  const kills: number[] = [];
  let ending = false;
  let port = 0;
  let goOn: (() => void) | undefined;
  let child = run();

  function run(): ChildProcess {
    const command = JSON.stringify({ port, settings } satisfies HostCommand);
    const started = fork(new URL('./hostProcess.ts', import.meta.url), [command], {
      execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.on('error', () => {}); // `exit` follows, or the state is never told
    started.once('exit', async () => {
      if (ending) return;
      kills.push(Date.now());
      await sleep(500); // a port that is taken for the moment
      if (!ending) child = run();
    });
    return started;
  }

  const ask = async (limitMs = 5_000): Promise<HostState | undefined> => {
    const asked = child;
    const heard = once(asked, 'message', { signal: AbortSignal.timeout(hangMs(limitMs)) });
    if (asked.connected) asked.send('state', () => {});
    return heard.then(
      ([state]: HostState[]) => state,
      () => undefined,
    );
  };
  const withWorker = (what: string, isGood: (pid: number) => boolean) =>
    until(
      what,
      async () => (await ask()) ?? 'a host that does not answer',
      (state) => typeof state === 'object' && isGood(state.workerPid ?? 0),
      120_000,
    );
  const pidNow = async () => {
    const state = await withWorker('a worker', (pid) => pid > 0);
    return typeof state === 'object' ? (state.workerPid ?? 0) : 0;
  };

  const first = await withWorker('the first worker', (pid) => pid > 0);
  const url = typeof first === 'object' ? first.url : '';
  port = Number(new URL(url).port);
  return {
    url,
    kills,
    running: async () => (await ask())?.running,
    async killWorker() {
      const pid = await pidNow();
      kills.push(Date.now());
      process.kill(pid, 'SIGKILL');
      await withWorker('the next worker', (now) => now > 0 && now !== pid);
    },
    async killHost() {
      const killed = child;
      killed.kill('SIGKILL');
      await until(
        'the next host',
        () => `process ${child.pid}`,
        () => child !== killed,
      );
      await pidNow();
    },
    async stopWorker(ms) {
      const pid = await pidNow();
      goOn = () => {
        try {
          process.kill(pid, 'SIGCONT');
        } catch {
          // It is gone.
        }
      };
      process.kill(pid, 'SIGSTOP');
      await sleep(ms);
      goOn();
      goOn = undefined;
    },
    async stopHost(ms) {
      child.kill('SIGSTOP');
      await sleep(ms);
      child.kill('SIGCONT');
    },
    async end() {
      ending = true;
      const exited = once(child, 'exit');
      goOn?.(); // a process that is stopped would never see that its parent is gone
      child.kill('SIGCONT');
      if (child.connected) child.disconnect();
      const late = setTimeout(() => child.kill('SIGKILL'), hangMs(15_000));
      if (child.exitCode === null && child.signalCode === null) await exited;
      clearTimeout(late);
    },
  };
}
