import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { collectNotices } from './notices.ts';
import { bundlePages } from './read/bundlePages.ts';

const root = import.meta.dirname;
const dist = join(root, 'dist');

/** Pages that lie beside the program, in place of pages that it bundles. */
const builtPages: Plugin = {
  name: 'built-pages',
  setup({ onResolve }) {
    onResolve({ filter: /\/bundlePages\.ts$/ }, () => ({ path: join(root, 'read/builtPages.ts') }));
    onResolve({ filter: /\/processFile\.ts$/ }, () => ({
      path: join(root, 'kql/builtProcessFile.ts'),
    }));
  },
};

/** Builds what `npm pack` packs: the program with everything that it imports, the pages, and the notices of both. */
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'start/standAlone.ts', kql: 'kql/process.ts' },
  outdir: dist,
  bundle: true,
  write: true,
  metafile: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  // Packages of CommonJS that it holds ask for parts of Node by it.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);",
  },
  legalComments: 'none', // they stand in THIRD_PARTY_NOTICES
  plugins: [builtPages],
  logLevel: 'error',
});
const pages = await bundlePages();
await rm(join(dist, 'pages'), { recursive: true, force: true });
await mkdir(join(dist, 'pages'));
for (const [name, body] of pages.files) await writeFile(join(dist, 'pages', name), body);
const inputs = [...Object.keys(metafile.inputs), ...Object.keys(pages.metafile.inputs)];
await writeFile(join(dist, 'THIRD_PARTY_NOTICES'), await collectNotices(inputs));
