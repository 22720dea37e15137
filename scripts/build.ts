import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildFailure, build as bundle, stop as endBuilder, type Plugin } from 'esbuild';
import { checkAssistants } from '../src/assistants/checkAssistants.ts';
import { assistants } from '../src/assistants/list.ts';
import { isStartError } from '../src/values/startError.ts';
import { collectNotices } from './notices.ts';
import { createOpenApi } from './openapi.ts';
import { sharedEntry, sharedPackages } from './sharedPackages.ts';
import { unusedParts } from './unusedParts.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Each is a file of its own in dist/app, loaded when its `import()` runs; `main` is what the worker loads first. What
 * several of them use of other packages is `shared.js`.
 */
const bundles: Readonly<Record<string, string>> = {
  main: 'src/main.ts',
  services: 'src/services.ts',
  azureMonitor: 'src/telemetry/azureMonitor.ts',
  project: 'src/telemetry/project.ts',
  identity: 'src/identity.ts',
  storage: 'src/jobs/storage.ts',
  table: 'src/callers/table.ts',
};

/** Keeps `import('./x.ts')` of a bundle for run time, where it loads the bundle's file beside this one. */
const separateBundles: Plugin = {
  name: 'separate-bundles',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = resolve(resolveDir, path);
      const name = Object.keys(bundles).find((key) => resolve(root, bundles[key] ?? '') === file);
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};

/**
 * Builds the deployable `dist/app`: CJS bundles, host.json, package.json, both openapi documents, THIRD_PARTY_NOTICES. Source
 * maps go beside it. Rejects with a StartError, and builds nothing, when an assistant is invalid.
 */
export async function build(): Promise<void> {
  checkAssistants(assistants);
  const app = join(root, 'dist/app');
  const maps = join(root, 'dist/maps');
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { outputFiles, metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: { ...bundles, shared: sharedEntry },
    outdir: app,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    mainFields: ['module', 'main'], // OpenTelemetry names its ES modules there; its CommonJS is 100 KB more
    format: 'cjs',
    target: 'node22',
    sourcemap: 'external',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none', // they are in THIRD_PARTY_NOTICES
    external: ['@azure/functions-core'],
    supported: { 'dynamic-import': false },
    define: {
      CALLSPAN_VERSION: JSON.stringify(manifest.version),
      // Without it the distro's Functions hook disappears in a CJS bundle.
      'import.meta.url': '__importMetaUrl',
    },
    banner: {
      js: "const __importMetaUrl=require('node:url').pathToFileURL(__filename).href;",
    },
    plugins: [separateBundles, unusedParts, sharedPackages],
    logLevel: 'silent', // the errors are in the thrown value
  });
  await endBuilder(); // else its process would live as long as this one
  const notices = await collectNotices(root, metafile);

  const { name, version } = manifest;
  const isMap = ({ path }: { path: string }) => path.endsWith('.map');
  const named = (files: typeof outputFiles) =>
    files.map(({ path, contents }): [string, Uint8Array] => [basename(path), contents]);
  await replaceFiles(maps, named(outputFiles.filter(isMap)));
  await replaceFiles(app, [
    ...named(outputFiles.filter((file) => !isMap(file))).map(withMap),
    ['host.json', await readFile(join(root, 'host.json'))],
    [
      'package.json',
      `${JSON.stringify({ name, version, main: 'main.js', type: 'commonjs' }, null, 2)}\n`,
    ],
    ['openapi.json', JSON.stringify(createOpenApi(version))],
    ['openapiOfCallers.json', JSON.stringify(createOpenApi(version, 'callers'))],
    ['THIRD_PARTY_NOTICES', notices],
  ]);
}

/** A bundle with the path of its source map on the developer's machine, for a debugger. */
function withMap([name, contents]: [string, Uint8Array]): [string, Uint8Array] {
  return [
    name,
    Buffer.concat([contents, Buffer.from(`//# sourceMappingURL=../maps/${name}.map\n`)]),
  ];
}

/**
 * Makes a folder hold these files and no others. Each file is replaced in one step, so that a worker that runs from the
 * folder still finds every file that it has yet to load. One that holds the same already keeps its time, by which the local
 * Application Insights knows whether a stack is of this build.
 */
async function replaceFiles(
  folder: string,
  files: readonly [name: string, content: string | Uint8Array][],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  await Promise.all(
    files.map(async ([name, content]) => {
      const held = await readFile(join(folder, name)).catch(() => undefined);
      if (held?.equals(Buffer.from(content))) return;
      await writeFile(join(fresh, name), content);
      await rename(join(fresh, name), join(folder, name));
    }),
  );
  await rm(fresh, { recursive: true });
  const kept = new Set(files.map(([name]) => name));
  const left = (await readdir(folder)).filter((name) => !kept.has(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
  } catch (error) {
    // esbuild's own message says where in which file.
    if (!isStartError(error) && !isBuildFailure(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
