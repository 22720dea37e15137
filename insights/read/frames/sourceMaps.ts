import { readFile, stat } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { join } from 'node:path';

/** A place in a source, as the map names it: its path is from the folder of the maps. Line and column count from 1. */
interface SourcePlace {
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** Source maps of bundles. Nothing rejects: what cannot be read is undefined. */
export interface SourceMaps {
  /** When a bundle and its map were written, in ms since 1970. */
  writtenAt(bundle: string): Promise<number | undefined>;
  find(bundle: string, line: number, column: number): Promise<SourcePlace | undefined>;
}

/** A decoded map is some ten times its file: 30 MB for the largest bundle of the app. */
const mostKept = 3;
const mostBytes = 32 * 1024 * 1024;

/** Reads maps from a folder, each when it is asked for first (0.1 to 0.2 s, measured), and again when it was written anew. */
export function createSourceMaps({
  app,
  maps,
}: {
  readonly app: string;
  readonly maps: string;
}): SourceMaps {
  const kept = new Map<string, { writtenAt: number; map: Promise<SourceMap | undefined> }>();

  async function writtenAt(bundle: string): Promise<number | undefined> {
    const files = [join(app, bundle), join(maps, `${bundle}.map`)];
    const found = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
    if (found.some((each) => !each?.isFile() || each.size > mostBytes)) return undefined;
    return Math.max(...found.map((each) => each?.mtimeMs ?? 0));
  }

  async function load(bundle: string): Promise<SourceMap | undefined> {
    const written = await writtenAt(bundle);
    if (written === undefined) return undefined;
    const known = kept.get(bundle);
    const map = known?.writtenAt === written ? known.map : readMap(join(maps, `${bundle}.map`));
    kept.delete(bundle);
    kept.set(bundle, { writtenAt: written, map });
    for (const name of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(name);
    }
    return map;
  }

  return {
    writtenAt,
    async find(bundle, line, column) {
      const entry = (await load(bundle))?.findEntry(line - 1, column - 1);
      // Beyond the last line it gives the last place there is.
      if (entry === undefined || !('originalSource' in entry) || entry.generatedLine !== line - 1)
        return undefined;
      return {
        source: entry.originalSource,
        line: entry.originalLine + 1,
        column: entry.originalColumn + 1,
      };
    },
  };
}

async function readMap(file: string): Promise<SourceMap | undefined> {
  try {
    const { sourcesContent: _texts, ...payload } = JSON.parse(await readFile(file, 'utf8'));
    return new SourceMap(payload);
  } catch {
    return undefined;
  }
}
