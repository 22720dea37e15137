import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../stack/root.ts';
import { fromStatus, fromThrown } from './askProblem.ts';
import { Problem } from './problem.ts';
import type { Listed } from './target.ts';

const listMs = 30_000;

/** The functions that this app registers, read from the code: one `app.http('name'` or `app.storageQueue('name'` each. */
export async function listRegistered(): Promise<readonly string[]> {
  const folder = join(root, 'src/functions');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => [...text.matchAll(/\bapp\.\w+\(\s*'(\w+)'/g)].map(([, name]) => name ?? ''))
    .sort();
}

/** Asks the host itself. Its `admin` routes need the master key in Azure, and no key on a developer's machine. */
export async function askHost(url: string, key: string | undefined): Promise<Listed> {
  const response = await fetch(`${url}/admin/functions`, {
    headers: key === undefined ? {} : { 'x-functions-key': key },
    signal: AbortSignal.timeout(listMs),
  }).catch((thrown) => {
    throw fromThrown(thrown);
  });
  if (response.status === 401 || response.status === 403) {
    await response.body?.cancel();
    return { unknown: 'not counted: that takes --azd, or the master key as CALLSPAN_KEY' };
  }
  const list: unknown = await response.json().catch(() => undefined);
  if (!response.ok || !Array.isArray(list)) throw fromStatus(response.status);
  return { names: list.map(({ name }) => `${name}`) };
}

/** Throws a Problem when a function is missing. */
export function compareFunctions(registered: readonly string[], found: readonly string[]): void {
  if (found.length === 0) {
    throw new Problem(
      'The host has found no function (0).',
      'The package is not what it should be or does not start: main.js, host.json and package.json must lie at its root (`npm run package`), with remoteBuild off; the log stream shows what the worker said. Restarting the app makes it look again.',
      'brief',
    );
  }
  const missing = registered.filter((name) => !found.includes(name));
  if (missing.length === 0) return;
  throw new Problem(
    `${registered.length - missing.length} of ${registered.length} functions are there; missing: ${missing.join(', ')}.`,
    'The deployed app differs from the one here: deploy it again.',
    'brief',
  );
}
