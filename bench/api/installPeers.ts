import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../peers');

/** Installs bench/peers when its node_modules is not what its lock file says; throws when npm fails. */
export function installPeers(): void {
  const present = readVersions('node_modules/.package-lock.json');
  const wanted = readVersions('package-lock.json');
  if (wanted.every((version) => present.includes(version))) return;
  process.stderr.write('Installing the peers (npm ci in bench/peers).\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const options: SpawnSyncOptions = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] };
  const { status } =
    npm === undefined
      ? spawnSync(`npm ${args.join(' ')}`, { ...options, shell: true })
      : spawnSync(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], options);
  if (status !== 0) throw new Error('npm ci failed in bench/peers.');
}

/** `path version` of every package; none where nothing is installed. */
function readVersions(file: string): readonly string[] {
  let packages: Record<string, { version?: string }>;
  try {
    packages = JSON.parse(readFileSync(join(folder, file), 'utf8')).packages;
  } catch {
    return [];
  }
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version }]) => `${path} ${version}`);
}
