import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** A file of the pages, by its path on the server. */
export interface PageFile {
  readonly contentType: string;
  readonly body: Uint8Array;
}

const folder = join(import.meta.dirname, '../pages');
const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/**
 * Bundles the pages into memory: the document under `/`, its parts under `/assets/`. What only one page needs is a part of
 * its own, loaded with that page.
 */
export async function bundlePages(): Promise<ReadonlyMap<string, PageFile>> {
  const { outputFiles } = await build({
    entryPoints: { app: join(folder, 'app.tsx'), style: join(folder, 'style.css') },
    outdir: '/assets',
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  const parts = outputFiles.map(({ path, contents }): [string, PageFile] => {
    const name = basename(path);
    const contentType = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return [`/assets/${name}`, { contentType, body: contents }];
  });
  const body = await readFile(join(folder, 'index.html'));
  return new Map([...parts, ['/', { contentType: 'text/html; charset=utf-8', body }]]);
}
