import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { type PageFiles, toPageFile } from './pageFile.ts';

const folder = join(import.meta.dirname, '../pages');

/** The pages from their source. */
export async function loadPages(): Promise<PageFiles> {
  const { files } = await bundlePages();
  return new Map(files.map(([name, body]) => toPageFile(name, body)));
}

async function read(name: string): Promise<[name: string, body: Uint8Array]> {
  return [name, await readFile(join(folder, name))];
}

/** Bundles the pages into memory. What only one page needs is a part of its own, loaded with that page. */
export async function bundlePages(): Promise<{
  files: readonly [name: string, body: Uint8Array][];
  metafile: Metafile;
}> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: join(folder, '..'),
    entryPoints: {
      app: join(folder, 'app.tsx'),
      style: join(folder, 'style.css'),
      query: join(folder, 'query/query.css'),
    },
    outdir: '/assets',
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  const parts = outputFiles.map(({ path, contents }): [string, Uint8Array] => [
    basename(path),
    contents,
  ]);
  return {
    files: [...parts, await read('index.html'), await read('icon.svg')],
    metafile,
  };
}
