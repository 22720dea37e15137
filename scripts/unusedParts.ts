import type { Plugin } from 'esbuild';

/**
 * Packages that a dependency imports but this app never runs. Without them a cold start reads a third of the bytes.
 * Each stays as a module whose classes throw if they are used after all.
 */
const unused: readonly { readonly package: RegExp; readonly importedBy?: RegExp }[] = [
  // Exporters, file configuration and instrumentations of the OpenTelemetry SDK: the distro brings its own exporter,
  // spans are made by hand, and auto-instrumentation does not survive bundling.
  { package: /^@opentelemetry\/(exporter-.+|otlp-.+|configuration|winston-transport)$/ },
  {
    package:
      /^@opentelemetry\/instrumentation-(bunyan|console|http|mongodb|mysql|pg|redis|winston)$/,
  },
  // Live metrics sign in with it, but they are off. Ingestion gets its credential from the app.
  { package: /^@azure\/identity$/, importedBy: /monitor-opentelemetry/ },
  // The app reads only the telemetry connection of a project: no OpenAI client, no realtime sockets, no dataset uploads.
  { package: /^(openai(\/.*)?|ws|@azure\/storage-blob)$/, importedBy: /ai-projects/ },
  // Blob listings in Arrow format.
  { package: /^apache-arrow$/ },
];

const stub = (path: string): string => `
  class Unused { constructor() { throw new Error('${path} is not in this build'); } }
  module.exports = Unused;
  module.exports.default = Unused;
  for (const name of ['Bunyan', 'Console', 'Http', 'MongoDB', 'MySQL', 'Pg', 'Redis', 'Winston']) {
    module.exports[name + 'Instrumentation'] = Unused;
  }`;

/** Only the pool of undici, assembled as in its index: fetch, WebSocket, mocks and caches are 600 KB more. */
const pool = `
  Object.assign(require('undici/lib/dispatcher/dispatcher').prototype, require('undici/lib/api'));
  exports.Pool = require('undici/lib/dispatcher/pool');`;

/** The esbuild plugin that leaves out the unused parts. */
export const unusedParts: Plugin = {
  name: 'unused-parts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^.]/ }, ({ path, importer }) =>
      unused.some((part) => part.package.test(path) && (part.importedBy?.test(importer) ?? true))
        ? { path, namespace: 'unused' }
        : undefined,
    );
    onResolve({ filter: /^undici$/ }, ({ resolveDir }) => ({
      path: 'undici',
      namespace: 'pool',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: 'pool' }, ({ pluginData }) => ({
      contents: pool,
      resolveDir: pluginData,
    }));
    // Checksums of blobs in 93 KB of WebAssembly; only `contentChecksumAlgorithm` turns them on.
    onLoad({ filter: /storage-common[\\/]dist[\\/]esm[\\/]crc64\.js$/ }, () => ({
      contents: "export default () => Promise.reject(new Error('crc64 is not in this build'));",
    }));
    onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({ contents: stub(path) }));
  },
};
