import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

type Packages = Readonly<Record<string, { version?: string; optional?: boolean }>>;

/**
 * Installs, with this Node, what the lock file of a folder says, when its node_modules is something else. For packages that
 * only a benchmark or a test needs. Throws when npm fails, with npm's code.
 */
export function installPackages(folder: string): void {
  const path = resolve(import.meta.dirname, '..', folder);
  const wanted = Object.entries(readPackages(join(path, 'package-lock.json')));
  const present = readPackages(join(path, 'node_modules/.package-lock.json'));
  const isPresent = wanted.every(([name, { version, optional }]) => {
    const found = present[name];
    return name === '' || (found === undefined ? optional : found.version === version);
  });
  if (wanted.length > 0 && isPresent) return;

  process.stderr.write(`Installing the packages of ${folder} (npm ci).\n`);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const options = { cwd: path, encoding: 'utf8' } as const;
  const { status, stderr } =
    npm === undefined
      ? spawnSync(`npm ${args.join(' ')}`, { ...options, shell: true })
      : spawnSync(process.execPath, [npm, ...args], options);
  if (status === 0) return;
  const code = /^npm \S+ code (\w+)/m.exec(stderr ?? '')?.[1] ?? `exit code ${status}`;
  throw new Error(`npm ci failed in ${folder}: ${code}.`);
}

/** What a lock file lists; nothing where there is none. */
function readPackages(file: string): Packages {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}
