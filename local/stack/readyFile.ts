import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The addresses of a running stack: URLs without trailing slash, and a full connection string with endpoints. Absent:
 * `app` under `npm run services`, `insights` when telemetry goes to a real resource, `storage` when it is reached by
 * identity, `apiKey` without callers.
 */
export interface Ready {
  readonly app?: string;
  readonly insights?: string;
  readonly model?: string;
  readonly storage?: string;
  /** A key for this run's app, which ends with it. */
  readonly apiKey?: string;
}

/** Writes the file in one step, so that nobody reads half of it. */
export async function writeReadyFile(file: string, ready: Ready): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  // The connection string of a user's own storage has a real key, and there may be a key of this run's app.
  await writeFile(draft, toText(ready), { mode: 0o600 });
  await rename(draft, file);
}

/** Removes the file, unless another stack has replaced it. */
export async function removeReadyFile(file: string, ready: Ready): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text === toText(ready)) await rm(file, { force: true });
}

/** The file of a running stack; undefined when there is none, or the file is not ours. */
export async function readReadyFile(file: string): Promise<Ready | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return;
    const texts = Object.entries(parsed).filter(([, value]) => typeof value === 'string');
    return Object.fromEntries(texts);
  } catch {
    return;
  }
}

function toText(ready: Ready): string {
  return `${JSON.stringify(ready, null, 2)}\n`;
}
