import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.ts';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

/** Runs a package's command with this Node, so that no shell and no PATH is involved; its output shows when it fails. */
function run(name: string, file: string, ...args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${modules}${file}`, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.on('close', (code) => resolve(report(name, code === 0, output)));
  });
}

async function buildWithLicences(): Promise<boolean> {
  try {
    await build();
    return report('build and licences', true, '');
  } catch (error) {
    return report('build and licences', false, error instanceof Error ? error.message : '');
  }
}

function report(name: string, passed: boolean, output: string): boolean {
  console.log(`${passed ? '✓' : '✕'} ${name}${passed ? '' : `\n${output}`}`);
  return passed;
}

const results = [
  await run('format and lint', '@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'),
  await buildWithLicences(),
  await run('types', 'typescript/bin/tsc', '-p', '.'),
  await run('types of the pages', 'typescript/bin/tsc', '-p', 'local/insights/pages'),
  await run('unused code', 'knip/bin/knip.js', '--no-progress'),
];
if (results.includes(false)) process.exitCode = 1;
