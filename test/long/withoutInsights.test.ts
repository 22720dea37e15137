import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readReadyFile } from '../../local/stack/readyFile.ts';
import { root } from '../../local/stack/root.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';
import { copyProject } from './copyProject.ts';

const guide = /## Without the local Application Insights\n([\s\S]*?)\n## /.exec(
  readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'),
)?.[1];

let copy: string;
beforeAll(() => {
  copy = copyProject();
  const [, removed = ''] = /`git rm -r (.*)`/.exec(guide ?? '') ?? [];
  for (const path of removed.split(' ')) rmSync(join(copy, path), { recursive: true });
  edit('package.json', (text) => {
    const { workspaces: _, ...manifest } = JSON.parse(text);
    delete manifest.scripts.insights;
    delete manifest.scripts.preinsights;
    delete manifest.devDependencies['playwright-core'];
    return JSON.stringify(manifest, null, 2);
  });
  edit('knip.json', (text) => {
    const knip = JSON.parse(text);
    delete knip.workspaces.insights;
    const { entry } = knip.workspaces['.'];
    entry.splice(entry.indexOf('bench/insights/receiver.ts'), 1);
    return JSON.stringify(knip, null, 2);
  });
  edit('tsconfig.json', (text) =>
    text.replace('"insights", ', '').replace('"insights/pages", "insights/dist", ', ''),
  );
  edit('vitest.config.ts', (text) => text.replace(/, 'insights\/[^']*sayNoBrowser\.ts'/, ''));
  edit('scripts/check.ts', (text) => text.replace(/^ {2}'types of the pages'.*\n/m, ''));
  edit('local/stack/insights.ts', () =>
    [
      "import type { LocalInsights } from '../../local/stack/localInsights.ts';\n",
      '/** There is none in this fork. */',
      'export const localInsights: LocalInsights | undefined = undefined;\n',
    ].join('\n'),
  );
  edit('README.md', (text) => text.replaceAll(/\[([^\]]*)\]\(insights\/[^)]*\)/g, '$1'));
}, hangMs(60_000));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Changes a file that the guide names. */
function edit(file: string, change: (text: string) => string): void {
  expect(guide).toContain(`\`${file}\``);
  const text = readFileSync(join(copy, file), 'utf8');
  const changed = change(text);
  expect(changed, file).not.toBe(text);
  writeFileSync(join(copy, file), changed);
}

/** Runs npm in the copy; what it says is in the error when it fails. */
function npm(...args: string[]): void {
  const file = process.env.npm_execpath;
  const [command, first] = file ? [process.execPath, [file]] : ['npm', []];
  const { status, stdout, stderr } = spawnSync(command, [...first, ...args], {
    cwd: copy,
    encoding: 'utf8',
    timeout: hangMs(900_000),
    shell: !file && process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}\n${stdout}${stderr}`);
}

it('a fork without the local Application Insights is checked, tested and run as CONTRIBUTING says', async () => {
  npm('install', '--no-audit', '--no-fund', '--loglevel=error');
  npm('run', 'format');
  npm('run', 'check');
  npm('exec', '--', 'vitest', 'run', 'test/unit', 'test/docs/links.test.ts');

  const flags = ['app', 'insights', 'model', 'storage'].flatMap((part) => [`--${part}-port`, '0']);
  const ready = join(copy, 'ready.json');
  const stack = spawn(
    process.execPath,
    [
      ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning', 'local/start.ts'],
      ...[...flags, '--data', 'memory', '--ready-file', ready],
    ],
    { cwd: copy, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(stack, 'exit');
  try {
    let output = '';
    stack.stdout.on('data', (text) => {
      output += text;
    });
    await until(
      'the banner',
      () => output,
      (text) => text.includes('Ctrl-C'),
    );
    expect(output).toContain('no trees are shown here');
    const { app, insights } = (await readReadyFile(ready)) ?? {};
    expect(insights).toBeUndefined();
    const response = await fetch(`${app}/api/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(campingRequest),
    });
    expect(response.status).toBe(200);
  } finally {
    stack.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  }
});
