import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PageFiles, toPageFile } from './pageFile.ts';

/** The pages as build.ts has bundled them, which lie beside the program: there it takes this file in place of bundlePages.ts. */
export async function loadPages(): Promise<PageFiles> {
  const folder = join(import.meta.dirname, 'pages');
  const names = await readdir(folder);
  const bodies = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return new Map(bodies.map((body, index) => toPageFile(names[index] ?? '', body)));
}
