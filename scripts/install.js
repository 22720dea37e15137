// The `pre` script of every npm script: installs what is missing, and sees that a Node new enough will run the rest.
// Plain JavaScript without dependencies, for it runs before there are any, on Node 20 as well.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const bundledNode = join(
  modules,
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const movedNode = join(root, '.local', 'replaced-node.exe');

if (!isInstalled()) {
  // To stderr: the output of a script may be read by another program.
  console.error(
    'Installing dependencies (npm ci), as node_modules does not match package-lock.json. It takes a minute or two, once.',
  );
  const start = Date.now();
  const code = await install();
  const seconds = Math.round((Date.now() - start) / 1_000);
  if (code !== 0) {
    console.error(
      `The dependencies could not be installed: npm ci ended with ${code} after ${seconds} s.`,
    );
    process.exit(code);
  }
  console.error(`Installed in ${seconds} s.`);
}
if (!existsSync(bundledNode) && !isNewEnough(process.versions.node)) {
  console.error(
    `Callspan needs Node 22.13 or newer, and this is ${process.versions.node}: install it from https://nodejs.org.`,
  );
  process.exit(1);
}

/**
 * Whether every package of the lock file lies in node_modules in its version. Optional ones may be absent: npm leaves
 * out what is for another platform.
 */
function isInstalled() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(modules, '.package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = present[path];
    if (!found) return entry.optional === true;
    return (
      found.version === entry.version &&
      found.integrity === entry.integrity &&
      existsSync(join(root, path))
    );
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, link?: boolean, optional?: boolean }>}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    // Absent or unreadable: nothing is installed. An unreadable package-lock.json is npm's to explain.
    return {};
  }
}

/** Runs `npm ci` in sight of the user; gives its exit code. */
async function install() {
  if (process.platform === 'win32') moveRunningNode();
  const npm = process.env.npm_execpath;
  // Types, tests and the local stack are development dependencies: without them no script runs, whatever NODE_ENV says.
  // Errors are said under `npm run -s` too, which sets the level of npm below it.
  const args = [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
  ];
  /** @type {import('node:child_process').SpawnOptions} */
  const options = {
    cwd: root,
    env: withoutLocalBin(),
    stdio: ['ignore', 2, 2],
  };
  const child = npm
    ? spawn(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], options)
    : // Called by hand, not by npm. On Windows npm is a .cmd file, which only a shell can start.
      spawn(`npm ${args.join(' ')}`, { ...options, shell: true });
  const stopTelling = tellProgress();
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`npm did not start: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  }).finally(stopTelling);
}

/** Says every few seconds how many packages have come; gives what ends it. */
function tellProgress() {
  const locked = Object.entries(readPackages(join(root, 'package-lock.json')));
  const wanted = locked.flatMap(([path, { link, optional }]) =>
    path === '' || link || optional ? [] : path,
  );
  const everyMs = Number(process.env.INSTALL_PROGRESS_MS ?? 5_000);
  const start = Date.now();
  const timer = setInterval(() => {
    const here = wanted.filter((path) => existsSync(join(root, path, 'package.json'))).length; // npm makes all folders first
    const seconds = Math.round((Date.now() - start) / 1_000);
    console.error(`  ${seconds} s: ${here} of ${wanted.length} packages`);
  }, everyMs);
  return () => clearInterval(timer);
}

/**
 * The environment with node_modules/.bin taken out of PATH, so that npm and the install scripts run on the Node of the
 * system and not on the one that npm is about to replace.
 */
function withoutLocalBin() {
  const env = { ...process.env };
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  env[name] = (env[name] ?? '')
    .split(delimiter)
    .filter((folder) => !/node_modules[\\/]\.bin[\\/]?$/.test(folder))
    .join(delimiter);
  return env;
}

/** Windows lets no one delete the executable of a running process, which may be ours, but does let it be moved away. */
function moveRunningNode() {
  if (!process.execPath.startsWith(modules + sep)) return;
  mkdirSync(dirname(movedNode), { recursive: true });
  rmSync(movedNode, { force: true });
  renameSync(process.execPath, movedNode);
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}
