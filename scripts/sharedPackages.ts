import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'esbuild';

/** Packages that several bundles load, most of them before the first answer. */
const shared: readonly string[] = [
  '@azure-rest/core-client',
  '@azure/abort-controller',
  '@azure/core-auth',
  '@azure/core-rest-pipeline',
  '@azure/core-tracing',
  '@azure/core-util',
  '@azure/logger',
  '@opentelemetry/api',
  '@opentelemetry/api-logs',
  '@opentelemetry/context-async-hooks',
];

/** The entry point of the bundle `shared.js`: each package as an export of its name. */
export const sharedEntry = 'shared-packages';

/**
 * The esbuild plugin that keeps the shared packages out of every other bundle, which takes their exports from
 * `shared.js` as it loads. esbuild's own splitting knows ES modules only, and makes 22 files of these bundles.
 */
export const sharedPackages: Plugin = {
  name: 'shared-packages',
  setup({ onResolve, onLoad, resolve, initialOptions: { absWorkingDir: root = '' } }) {
    const modules = realpathSync(join(root, 'node_modules')); // may be a link, which esbuild follows
    const folders = new Map(shared.map((name) => [name, join(modules, name) + sep]));
    const isShared = (file: string) =>
      [...folders.values()].some((folder) => file.startsWith(folder));
    onResolve({ filter: new RegExp(`^${sharedEntry}$`) }, ({ path }) => ({
      path,
      namespace: sharedEntry,
    }));
    onLoad({ filter: /.*/, namespace: sharedEntry }, () => ({
      contents: shared.map((name) => `export * as '${name}' from '${name}';`).join('\n'),
      resolveDir: root,
    }));

    onResolve({ filter: new RegExp(`^(${shared.join('|')})$`) }, async (asked) => {
      const { path, importer, namespace, kind, resolveDir } = asked;
      const insideShared = namespace === sharedEntry || isShared(importer);
      if (insideShared || asked.pluginData === sharedEntry) return undefined;
      const found = await resolve(path, { importer, kind, resolveDir, pluginData: sharedEntry });
      return found.path.startsWith(folders.get(path) ?? '')
        ? { path, namespace: 'shared', sideEffects: false }
        : { errors: [{ text: `${importer} has a version of ${path} that is not the shared one` }] };
    });
    onResolve({ filter: /^\.\/shared\.js$/, namespace: 'shared' }, ({ path }) => ({
      path,
      external: true,
    }));
    onLoad({ filter: /.*/, namespace: 'shared' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) =>
        /^(?!default$|__esModule$)\w+$/.test(name),
      );
      return {
        contents: `export const { ${names.join(', ')} } = require('./shared.js')['${path}'];`,
      };
    });
  },
};
