import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { root } from '../../local/stack/root.ts';

const folder = join(root, '.github/workflows');
const used: { action: string; line: string }[] = [];
for (const name of await readdir(folder)) {
  for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
    const [, action] = /\buses:\s*([^\s@]*)/.exec(line) ?? [];
    if (action !== undefined) used.push({ action, line: line.trim() });
  }
}

it('every action is named by its commit, which nobody can move, with the release in a comment', () => {
  expect(used.map(({ action }) => action)).toContain('Azure/setup-azd');
  for (const { line } of used) {
    expect(line).toMatch(/^(?:- )?uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

it('an action is used in one version', () => {
  const actions = new Set(used.map(({ action }) => action));
  const pinned = new Set(used.map(({ line }) => line.replace('- ', '')));
  expect(pinned.size).toBe(actions.size);
});

it('commits are kept current: Dependabot looks after actions', async () => {
  const { updates } = parseDocument(
    await readFile(join(root, '.github/dependabot.yml'), 'utf8'),
  ).toJS();
  expect(updates).toContainEqual(
    expect.objectContaining({ 'package-ecosystem': 'github-actions' }),
  );
});
