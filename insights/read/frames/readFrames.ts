import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frames, StoredRow } from '../../api.ts';
import type { AppBundles } from '../../app.ts';
import { exceptionText } from '../../view/exceptionText.ts';
import { type BundleFrame, findFrames } from './findFrames.ts';
import { createSourceMaps } from './sourceMaps.ts';

/** The worker may run before the receiver is told that it has started. */
const startsEarlierMs = 5_000;

const none: Frames = { items: [], rebuilt: false };

/**
 * Finds where the frames of a row come from in the sources of the app beside the receiver. `starts` gives when the app was started,
 * newest first: a bundle that was written after the run that a row is of is another one than that run had, and no line of it is given.
 * Reads only files of these bundles, and never rejects.
 */
export function createFrames(
  bundles: AppBundles | undefined,
  starts: () => readonly string[],
): (row: StoredRow) => Promise<Frames> {
  if (bundles === undefined) return async () => none;
  const { app, maps, root, role } = bundles;
  const sourceMaps = createSourceMaps(bundles);

  async function place({ text, bundle, line, column }: BundleFrame): Promise<Frames['items']> {
    const found = await sourceMaps.find(bundle, line, column);
    if (found === undefined) return [];
    const file = resolve(maps, found.source);
    const path = relative(root, file);
    if (/^\w{2,}:/.test(found.source) || path.startsWith('..') || isAbsolute(path)) return [];
    const at = `:${found.line}:${found.column}`;
    return [
      {
        text,
        source: `${path.split(sep).join('/')}${at}`,
        href: `vscode://file${pathToFileURL(file).pathname}${at}`,
      },
    ];
  }

  return async (row) => {
    const frames = findFrames(`${row.message ?? ''}\n${exceptionText(row)}`, app, {
      bare: row.cloud_RoleName === role,
    });
    if (frames.length === 0) return none;
    const startedAt = startOf(row, starts());
    const isBuiltSince = async (bundle: string) => {
      const written = await sourceMaps.writtenAt(bundle);
      return written !== undefined && !(startedAt >= written);
    };
    const names = [...new Set(frames.map(({ bundle }) => bundle))];
    const rebuilt = new Map(
      await Promise.all(names.map(async (name) => [name, await isBuiltSince(name)] as const)),
    );
    const mapped = frames.filter(({ bundle }) => !rebuilt.get(bundle));
    const items: Frames['items'][number][] = [];
    for (const frame of mapped) items.push(...(await place(frame)));
    return { items, rebuilt: [...rebuilt.values()].includes(true) };
  };
}

/** When the run began that a row is of, in ms since 1970; NaN when that is not known. */
function startOf({ timestamp }: StoredRow, starts: readonly string[]): number {
  const until = Date.parse(timestamp) + startsEarlierMs;
  return starts.map((start) => Date.parse(start)).find((start) => start <= until) ?? Number.NaN;
}
