import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A project with the script and a lock file; `installed` is what lies in node_modules. */
function project(installed: Record<string, string> | undefined) {
  const root = mkdtempSync(join(tmpdir(), 'callspan-install-'));
  folders.push(root);
  mkdirSync(join(root, 'scripts'));
  cpSync(join(import.meta.dirname, '../../scripts/install.js'), join(root, 'scripts/install.js'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0', optional: true },
  };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
  if (installed) {
    const packages = Object.fromEntries(
      Object.entries(installed).map(([name, version]) => [`node_modules/${name}`, { version }]),
    );
    for (const name of Object.keys(packages)) mkdirSync(join(root, name), { recursive: true });
    writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  }
  // Stands for npm: writes down how it was called, and takes a moment when it is told to.
  writeFileSync(
    join(root, 'npm.cjs'),
    `require('node:fs').writeFileSync(${JSON.stringify(join(root, 'called'))}, JSON.stringify({ args: process.argv.slice(2), path: process.env.PATH })); setTimeout(() => process.exit(Number(process.env.NPM_CODE ?? 0)), Number(process.env.NPM_MS ?? 0));`,
  );
  return root;
}

function run(root: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/install.js')],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${join(root, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
        npm_execpath: join(root, 'npm.cjs'),
        npm_node_execpath: process.execPath,
        ...env,
      },
    },
  );
  const called = (() => {
    try {
      return JSON.parse(readFileSync(join(root, 'called'), 'utf8')) as {
        args: string[];
        path: string;
      };
    } catch {
      return undefined;
    }
  })();
  return { status, stdout, stderr, called };
}

it('what matches the lock file is left alone, absent optional packages included', () => {
  expect(run(project({ a: '1.0.0' }))).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
    called: undefined,
  });
});

it.each([
  ['nothing is installed', undefined],
  ['a package is missing', { b: '1.0.0' }],
  ['a package is of another version', { a: '0.9.0' }],
])('npm ci runs, on the Node of the system, when %s', (_name, installed) => {
  const { status, stdout, stderr, called } = run(project(installed));
  expect(status).toBe(0);
  // What a script prints may be read by another program.
  expect([stdout, stderr]).toEqual(['', expect.stringMatching(/npm ci.*takes a minute or two/)]);
  expect(called?.args[0]).toBe('ci');
  expect(called?.path).not.toContain(join('node_modules', '.bin'));
});

it('an install that fails ends with its code, and says so last', () => {
  const { status, stderr } = run(project(undefined), { NPM_CODE: '7' });
  expect([status, stderr]).toEqual([7, expect.stringMatching(/npm ci ended with 7 .*\n$/)]);
});

it('an install that takes long says how many packages have come', () => {
  const { stderr } = run(project({ b: '1.0.0' }), { NPM_MS: '600', INSTALL_PROGRESS_MS: '200' });
  expect(stderr).toMatch(/^ {2}\d+ s: 0 of 1 packages$/m);
  expect(stderr).toMatch(/^Installed in \d+ s\.$/m);
});

it('npm says why it failed even under npm run -s', () => {
  const root = project(undefined);
  const scripts = { install: 'exit 3' };
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', scripts }));
  const env = { npm_execpath: '', npm_config_loglevel: 'silent' }; // npm itself, by its name
  const { status, stderr } = run(root, env);
  expect([status, stderr]).toEqual([3, expect.stringMatching(/^npm (?:error|ERR!)/m)]);
});
