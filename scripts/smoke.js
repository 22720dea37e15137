// Starts the stack by `npm start` as a user does, asks it a question over HTTP and one over the queue, and ends it;
// the exit code says whether all of that worked. Plain JavaScript without dependencies: on a fresh clone nothing is installed
// yet, and the Node that begins may be 20.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const onWindows = process.platform === 'win32';
const question = 'What are some recommended supplies for a camping trip in the mountains?';

const startMs = 300_000; // the first start installs the packages
const askMs = 60_000;
const stopMs = 20_000; // longer than the stack gives itself

const folder = mkdtempSync(join(tmpdir(), 'callspan-smoke-'));
try {
  await smoke(join(folder, 'ready.json'));
  console.log(
    '✓ npm start, a question over HTTP, a question over the queue, and nothing left running',
  );
} catch (error) {
  console.error(`✕ ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} readyFile */
async function smoke(readyFile) {
  const ports = ['app', 'insights', 'model', 'storage'].flatMap((part) => [`--${part}-port`, '0']);
  const stack = run(['start', '--', ...ports, '--data', 'memory', '--ready-file', readyFile]);
  try {
    const { app, insights, storage } = await untilReady(stack, readyFile);
    const where = ['--app', app, '--insights', insights, '--storage', storage];
    await ask(...where);
    await ask(...where, '--queue');
  } catch (error) {
    console.error(`npm start printed:\n${stack.output()}`);
    throw error;
  } finally {
    await end(stack);
  }
  // Windows has no signal that a process could answer by tidying up.
  if (!onWindows && existsSync(readyFile)) throw new Error('npm start did not end by itself.');
}

/** @param {string[]} flags */
async function ask(...flags) {
  const asked = run(['run', '--silent', 'ask', '--', ...flags, question]);
  const code = await Promise.race([asked.exited, sleep(askMs, 'none', { ref: false })]);
  await end(asked);
  const output = asked.output();
  console.log(output);
  const told = /^session [0-9a-f-]{36}$/m.test(output) && output.includes('generate_completion');
  if (code !== 0 || !told) {
    throw new Error(`npm run ask ended with ${code}, or without an answer and its trace.`);
  }
}

/**
 * @param {ReturnType<typeof run>} stack
 * @param {string} readyFile
 * @returns {Promise<{ app: string, insights: string, storage: string }>}
 */
async function untilReady(stack, readyFile) {
  const deadline = Date.now() + startMs;
  while (!existsSync(readyFile)) {
    if (stack.hasEnded()) throw new Error('npm start ended before it was ready.');
    if (Date.now() > deadline) throw new Error(`npm start was not ready in ${startMs / 1_000} s.`);
    await sleep(200);
  }
  return JSON.parse(readFileSync(readyFile, 'utf8'));
}

/**
 * Runs npm in a process group of its own. Its npm-cli.js is called directly on Windows, where npm is a .cmd file: only
 * a shell could start that, and a shell would read the arguments its own way.
 * @param {string[]} args
 */
function run(args) {
  const npm = onWindows
    ? [
        process.execPath,
        join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
      ]
    : ['npm'];
  const [command = 'npm', ...rest] = [...npm, ...args];
  const child = spawn(command, rest, {
    cwd: root,
    detached: !onWindows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  let ended = false;
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve(null));
  });
  void exited.then(() => {
    ended = true;
  });
  return { child, exited, hasEnded: () => ended, output: () => output };
}

/**
 * Ends a command and what it started, and waits until all of it is gone: its output closes with its last process.
 * @param {ReturnType<typeof run>} command
 */
async function end({ child, exited, hasEnded }) {
  if (child.pid === undefined || hasEnded()) return;
  if (onWindows) {
    spawn('taskkill', ['/pid', `${child.pid}`, '/T', '/F'], { stdio: 'ignore' });
  } else {
    process.kill(-child.pid, 'SIGINT'); // what Ctrl-C sends, and to whom
  }
  const late = sleep(stopMs, 'late', { ref: false });
  if ((await Promise.race([exited, late])) === 'late') {
    if (!onWindows) process.kill(-child.pid, 'SIGKILL');
    throw new Error(`Something still ran ${stopMs / 1_000} s after its end was asked for.`);
  }
}
