import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { copyProject } from './copyProject.ts';

let copy: string;
const started: ChildProcess[] = [];
beforeAll(async () => {
  copy = copyProject();
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL'); // what should have ended, and did not
  await rm(copy, { recursive: true });
});

/** Puts a change of the travel guide into the list of the fork. */
async function list(change: string): Promise<void> {
  const guides = `= [travelGuide, { ...travelGuide, ${change} }];`;
  const text = await readFile(join(root, 'src/assistants/list.ts'), 'utf8');
  await writeFile(
    join(copy, 'src/assistants/list.ts'),
    `import * as z from 'zod';\n${text.replace(/= \[[^\]]*\];/, guides)}`,
  );
}

/** Runs a script of the fork to its end. */
function run(script: string, ...args: string[]) {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, join(copy, script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
}

const start = () =>
  run(
    'local/start.ts',
    ...['--data', 'memory', '--ready-file', join(copy, 'ready.json'), '--app-port', '0'],
    ...['--insights-port', '0', '--model-port', '0', '--storage-port', '0'],
  );

describe('a fork whose assistants are wrong', () => {
  const twice = `tools: [{ ...travelGuide.tools[0], arguments: z.strictObject({ day: z.date() }) }]`;
  const problems = [
    'Callspan cannot start; wrong assistants:',
    '  - assistant "travel-guide" has the name of another one',
    expect.stringMatching(
      /^ {2}- assistant "travel-guide" has a tool "daylight" that takes arguments/,
    ),
  ];

  it('is not built: npm run build ends with every problem by name, and with nothing else', async () => {
    await list(twice);
    const { code, output } = await run('scripts/build.ts');
    expect([code, output.trim().split('\n')]).toEqual([1, problems]);
    expect(existsSync(join(copy, 'dist/app'))).toBe(false);
  });

  it('does not start: npm start ends with the same', async () => {
    const { code, output } = await start();
    expect([code, output.trim().split('\n').slice(1)]).toEqual([1, problems]);
  });

  it('nor with a model that the settings do not name, which only the app knows', async () => {
    await list(`name: 'other', model: 'gpt-0'`);
    const { code, output } = await start();
    expect(code).toBe(1);
    expect(output).toContain(
      'Callspan cannot start; wrong assistants: - assistant "other" has the model "gpt-0", which is none of the deployments that the settings name',
    );
    expect(output.match(/gpt-0/g)).toHaveLength(1);
  });
});
