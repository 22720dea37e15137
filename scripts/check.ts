import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.ts';
import { retirementNotice } from './retirement.ts';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

/** A step's output when it failed, else nothing. */
type Step = () => Promise<string | undefined>;

/** A package's command with this Node, so that no shell and no PATH is involved. */
function command(file: string, ...args: string[]): Step {
  return () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [`${modules}${file}`, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text) => {
          output += text;
        });
      }
      child.on('close', (code) => resolve(code === 0 ? undefined : output));
    });
}

const steps: Readonly<Record<string, Step>> = {
  'format and lint': command('@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'),
  'build and licences': () =>
    build().then(
      () => undefined,
      ({ message }) => String(message),
    ),
  types: command('typescript/bin/tsc', '-p', '.'),
  'types of the pages': command('typescript/bin/tsc', '-p', 'insights/pages'),
  'unused code': command('knip/bin/knip.js', '--no-progress'),
};

for (const [name, step] of Object.entries(steps)) {
  process.stdout.write(`${name} …`);
  const start = performance.now();
  const problem = await step();
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  process.stdout.write(` ${problem === undefined ? '✓' : '✕'} ${seconds} s\n`);
  if (problem !== undefined) {
    console.log(problem);
    process.exitCode = 1;
  }
}

const notice = retirementNotice(new Date());
if (notice !== undefined) console.log(notice);
