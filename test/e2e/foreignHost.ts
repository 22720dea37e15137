import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { LogLine } from '../../local/host/messages.ts';
import type { Host } from '../../local/host/startHost.ts';
import { listen } from '../../local/process/listen.ts';
import { root } from '../../local/stack/root.ts';
import { until } from '../time/until.ts';

interface Options {
  /** URL of the host, without trailing slash. */
  readonly url: string;
  /** Command that starts it, in a shell at the root of the project. Ctrl-C ends it, with every process that it started. */
  readonly command: string;
  /** The app's settings, which the host gets as its environment. */
  readonly settings: Readonly<Record<string, string>>;
  readonly logs: LogLine[];
}

const startMs = 120_000;
const stopMs = 15_000;
const shown = 20;

/** URL of the tester's own host, and its command; undefined without one. `{port}` in both is a free port. */
export async function foreignAddress(): Promise<Pick<Options, 'url' | 'command'> | undefined> {
  const { CALLSPAN_TEST_HOST: url, CALLSPAN_TEST_HOST_COMMAND: command = '' } = process.env;
  if (!url) return undefined;
  const server = createServer();
  const port = `${await listen(server, 0)}`;
  await new Promise((resolve) => server.close(resolve));
  return { url: url.replace('{port}', port), command: command.replace('{port}', port) };
}

/** Starts the tester's own host, and waits until the app answers in it. It has no values that only the built-in host knows. */
export async function startForeignHost(options: Options): Promise<Host> {
  const { url, command, settings, logs } = options;
  if (await isUp(url)) throw new Error(`Something answers at ${url} already.`);
  const child = spawn(command, {
    cwd: root,
    env: { ...process.env, ...settings },
    shell: true,
    // A process group of its own, which gets Ctrl-C as at a terminal.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (message) =>
      logs.push({ level: 'information', category: 'host', message }),
    );
  }
  let ended = false;
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => {
      ended = true;
      resolve();
    });
  });
  const signal = (name: NodeJS.Signals) => {
    if (ended || child.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
    } catch {
      // The process has already ended.
    }
  };
  const stop = async () => {
    signal('SIGINT');
    const late = setTimeout(() => signal('SIGKILL'), stopMs);
    await closed;
    clearTimeout(late);
  };
  process.once('exit', () => signal('SIGKILL'));
  try {
    await until(
      `the host of CALLSPAN_TEST_HOST_COMMAND at ${url}`,
      async () => (ended ? 'ended' : (await isUp(url)) ? 'up' : 'starting'),
      (state) => state !== 'starting',
      startMs,
    );
    if (ended) throw new Error('The command of CALLSPAN_TEST_HOST_COMMAND has ended.');
    const functions = await listFunctions(url);
    return {
      url,
      functions,
      capabilities: () => ({}),
      workerPid: () => undefined,
      invocations: { running: () => [], ended: () => [] },
      stop,
    };
  } catch (error) {
    await stop();
    const said = logs.slice(-shown).map(({ message }) => message);
    throw new Error([String(error), ...said].join('\n'));
  }
}

async function isUp(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/health`).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status === 200;
}

/** `GET /admin/functions`, as answered by Core Tools. */
async function listFunctions(url: string): Promise<Host['functions']> {
  const response = await fetch(`${url}/admin/functions`);
  const list = (await response.json()) as {
    name: string;
    config?: {
      bindings?: { type?: string; route?: string; methods?: string[]; queueName?: string }[];
    };
  }[];
  return list.map(({ name, config }) => {
    const { type, route, methods, queueName } =
      config?.bindings?.find((binding) => binding.type?.endsWith('Trigger')) ?? {};
    return {
      name,
      trigger: `${type}`,
      ...(route !== undefined && { route }),
      ...(methods !== undefined && { methods }),
      ...(queueName !== undefined && { queue: queueName }),
    };
  });
}
