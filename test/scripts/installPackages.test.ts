import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installPackages } from '../../scripts/installPackages.ts';

const npm = process.env.npm_execpath;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callspan-packages-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  if (npm === undefined) delete process.env.npm_execpath;
  else process.env.npm_execpath = npm;
});

/** Installs in a folder where `installed` lies; gives what npm was told, undefined when it was not called. */
function install(installed: Record<string, string> | undefined, npmEnds = '') {
  const lockFile = (versions: Record<string, object>) =>
    JSON.stringify({
      packages: Object.fromEntries(
        Object.entries(versions).map(([name, entry]) => [`node_modules/${name}`, entry]),
      ),
    });
  const wanted = { a: { version: '1.0.0' }, b: { version: '1.0.0', optional: true } };
  writeFileSync(join(folder, 'package-lock.json'), lockFile(wanted));
  if (installed !== undefined) {
    const entries = Object.entries(installed).map(([name, version]) => [name, { version }]);
    mkdirSync(join(folder, 'node_modules'));
    const file = join(folder, 'node_modules/.package-lock.json');
    writeFileSync(file, lockFile(Object.fromEntries(entries)));
  }
  // Stands for npm: writes down how it was called.
  const script = `require('node:fs').writeFileSync('called', process.argv.slice(2).join(' ')); ${npmEnds}`;
  process.env.npm_execpath = join(folder, 'npm.cjs');
  writeFileSync(process.env.npm_execpath, script);
  installPackages(folder);
  const called = join(folder, 'called');
  return existsSync(called) ? readFileSync(called, 'utf8') : undefined;
}

it('what the lock file says is left alone, absent optional packages included', () => {
  expect(install({ a: '1.0.0' })).toBeUndefined();
});

it.each([
  ['nothing is installed', undefined],
  ['a package is missing', { b: '1.0.0' }],
  ['a package is of another version', { a: '0.9.0' }],
])('npm ci runs, without install scripts, when %s', (_name, installed) => {
  expect(install(installed)).toMatch(/^ci --ignore-scripts /);
});

it('an install that fails throws the code that npm gave', () => {
  const ends = `console.error('npm error code ENOTFOUND'); process.exit(1)`;
  expect(() => install(undefined, ends)).toThrow(`npm ci failed in ${folder}: ENOTFOUND.`);
});
