import type { app as FunctionApp } from '@azure/functions';
import { registerFunctions } from '../../src/functions/registerFunctions.ts';
import { fromStatus, fromThrown } from './askProblem.ts';
import { Problem } from './problem.ts';
import type { Listed } from './target.ts';

const listMs = 30_000;

/** The names of the functions that this app registers, sorted. */
export function listRegistered(): readonly string[] {
  const names: string[] = [];
  const note = (name: string) => void names.push(name);
  const app = { http: note, storageQueue: note } as unknown as typeof FunctionApp; // a registration calls nothing else
  registerFunctions(app, new Promise(() => {}));
  return names.sort();
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
