import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { collectNotices } from './notices.ts';
import { bundlePages } from './read/bundlePages.ts';

const root = import.meta.dirname;
const dist = join(root, 'dist');

/** What lies beside the program in place of what it bundles, and nothing in place of what it never uses. */
const inPlace: Plugin = {
  name: 'in-place',
  setup({ onResolve }) {
    onResolve({ filter: /\/bundlePages\.ts$/ }, () => ({ path: join(root, 'read/builtPages.ts') }));
    onResolve({ filter: /\/processFile\.ts$/ }, () => ({
      path: join(root, 'kql/builtProcessFile.ts'),
    }));
    onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: join(root, 'mcp/noValidator.ts'),
    }));
  },
};

await rm(dist, { recursive: true, force: true }); // parts of an earlier build have other names
/** Builds what `npm pack` packs: the program with everything that it imports, the pages, and the notices of both. */
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'start/standAlone.ts', kql: 'kql/process.ts' },
  outdir: dist,
  bundle: true,
  // What few need is a file of its own, loaded when it is needed: the server of `/mcp`.
  splitting: true,
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
  plugins: [inPlace],
  logLevel: 'error',
});
const pages = await bundlePages();
await mkdir(join(dist, 'pages'));
for (const [name, body] of pages.files) await writeFile(join(dist, 'pages', name), body);
const inputs = [...Object.keys(metafile.inputs), ...Object.keys(pages.metafile.inputs)];
await writeFile(join(dist, 'THIRD_PARTY_NOTICES'), await collectNotices(inputs));
