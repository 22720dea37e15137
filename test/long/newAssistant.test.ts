import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { hangMs } from '../time/hangMs.ts';
import { copyProject } from './copyProject.ts';

it('an assistant is one file and one line, as docs/assistants.md says: the whole suite passes with it', () => {
  const copy = copyProject();
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const guide = readFileSync(join(root, 'docs/assistants.md'), 'utf8');
  const [, file = ''] = /One file, say `([^`]+)`:\n\n```ts\n/.exec(guide) ?? [];
  const [, code = ''] = /One file, [^\n]*\n\n```ts\n([\s\S]*?)```/.exec(guide) ?? [];
  const [, line = ''] = /one line in the list [^\n]*\n\n```ts\n([^\n]*)\n/.exec(guide) ?? [];
  writeFileSync(join(copy, file), code);
  const list = join(copy, 'src/assistants/list.ts');
  const text = readFileSync(list, 'utf8');
  const longer = text.replace(/^export const assistants.*$/m, line);
  expect(longer).not.toBe(text);
  writeFileSync(list, `import { phrasebook } from './phrasebook.ts';\n${longer}`);

  const run = (...args: string[]) => {
    const options = { cwd: copy, encoding: 'utf8', timeout: hangMs(1_700_000) } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
    expect(status, `${args.join(' ')}\n${stdout.slice(-20_000)}${stderr.slice(-5_000)}`).toBe(0);
  };
  const modules = join(copy, 'node_modules');
  run(join(modules, '@biomejs/biome/bin/biome'), 'check', '--write', 'src/assistants/list.ts');
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  run(...flags, 'scripts/check.ts');
  run(join(modules, 'vitest/vitest.mjs'), 'run', '--reporter=dot');
});
