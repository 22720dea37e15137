import { existsSync } from 'node:fs';
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CallersError } from '../keys/callersError.ts';
import { readReadyFile } from '../stack/readyFile.ts';
import { loadSettings, readSettingsFile } from '../stack/settings.ts';
import type { Place } from './place.ts';

/**
 * The callers in `local.settings.json`, which is made from the sample when it is not there. Throws the error of a file
 * that cannot be used.
 */
export async function openSettingsFile(root: string, env: NodeJS.ProcessEnv): Promise<Place> {
  const { path, text, document } = readSettingsFile(root);
  const running = await readReadyFile(join(root, '.local', 'ready.json'));
  return {
    name: 'local.settings.json',
    settings: loadSettings(root, { ...env, CALLERS: '' }),
    app: running?.app ?? 'http://127.0.0.1:7071',
    next: 'Restart `npm start` (or `func start`): it reads them at its start.',
    withoutCallers: 'No key is asked on this machine then.',
    async save(callers) {
      const Values = { ...document.Values, CALLERS: callers };
      try {
        await replace(path, format({ ...document, Values }, text));
      } catch {
        throw new CallersError('local.settings.json cannot be written.');
      }
    },
  };
}

/** The document as JSON, written in the way of the text before: indentation, ends of lines, byte order mark. */
function format(document: object, before: string): string {
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? '  ';
  const lines = JSON.stringify(document, null, indent);
  const all = /\n$/.test(before) ? `${lines}\n` : lines;
  return `${before.startsWith('\uFEFF') ? '\uFEFF' : ''}${before.includes('\r\n') ? all.replaceAll('\n', '\r\n') : all}`;
}

/** Writes the file in one step, so that nobody reads half of it; it keeps its mode, and a new one is its user's alone. */
async function replace(path: string, text: string): Promise<void> {
  const isThere = existsSync(path);
  const file = isThere ? await realpath(path) : path;
  const mode = isThere ? (await stat(file)).mode & 0o777 : 0o600;
  const draft = `${file}.${process.pid}`;
  try {
    await writeFile(draft, text, { mode, flag: 'wx' });
    await chmod(draft, mode); // what the umask took away
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
