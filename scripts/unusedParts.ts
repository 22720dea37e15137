import type { Plugin } from 'esbuild';

/**
 * Packages that a dependency imports but this app never runs. Without them a cold start reads a third of the bytes.
 * Each stays as a module whose classes throw if they are used after all.
 */
const packages: readonly { readonly name: RegExp; readonly importedBy?: RegExp }[] = [
  // Exporters, file configuration and instrumentations of the OpenTelemetry SDK: the distro brings its own exporter,
  // spans are made by hand, and auto-instrumentation does not survive bundling.
  { name: /^@opentelemetry\/(exporter-.+|otlp-.+|configuration|winston-transport)$/ },
  {
    name: /^@opentelemetry\/instrumentation-(bunyan|console|http|mongodb|mysql|pg|redis|winston)$/,
  },
  { name: /^@azure\/opentelemetry-instrumentation-azure-sdk$/ },
  { name: /^@opentelemetry\/instrumentation\/.+$/ },
  // Telemetry of browsers, which the distro would write into pages that the app serves.
  { name: /^@microsoft\/applicationinsights-web-snippet$/ },
  // Live metrics sign in with it, and the OpenAI client of a project, but both are off.
  {
    name: /^@azure\/identity$/,
    importedBy: /node_modules[/\\]@azure[/\\](monitor-opentelemetry|ai-projects)[/\\]/,
  },
  { name: /^(openai(\/.*)?|ws)$/, importedBy: /node_modules[/\\]@azure[/\\]ai-projects[/\\]/ },
  // Access policies and service properties of tables, and errors in XML, of which only the status is read.
  { name: /^@azure\/core-xml$/, importedBy: /node_modules[/\\]@azure[/\\]data-tables[/\\]/ },
  // Blob listings in Arrow format.
  { name: /^apache-arrow$/ },
];

const stub = (path: string): string => `
  class Unused { constructor() { throw new Error('${path} is not in this build'); } }
  module.exports = Unused;
  module.exports.default = Unused;
  for (const name of ['AzureSdk', 'Bunyan', 'Console', 'Http', 'MongoDB', 'MySQL', 'Pg', 'Redis', 'Winston']) {
    module.exports[name + 'Instrumentation'] = Unused;
  }`;

const missing = (what: string): string => `{ throw new Error('${what} is not in this build'); }`;

/** Files of dependencies, by their path in node_modules, and what is bundled in their place. */
const replaced: Readonly<Record<string, string>> = {
  // Only the pool of undici, and of it only `dispatch`: fetch, WebSocket, mocks and caches are 600 KB more.
  'undici/index.js': "exports.Pool = require('./lib/dispatcher/pool');",
  // Only option `allowH2` leads there, and only bodies that are forms or Blobs: 80 KB.
  'undici/lib/dispatcher/client-h2.js': `module.exports = () => ${missing('HTTP/2')};`,
  'undici/lib/web/fetch/body.js': `exports.extractBody = () => ${missing('fetch')};`,
  // The HTTP parser comes twice, 73 KB each. undici takes the one without SIMD, which runs on every machine, when this
  // one does not load; the CPU of a call is 1.00 of what it was (median of 15 pairs of 20,000 calls).
  'undici/lib/llhttp/llhttp_simd-wasm.js': missing('llhttp with SIMD'),

  // The distro uses one class of it, and that class one name of all that were ever in the conventions.
  '@opentelemetry/sdk-node/build/src/index.js': "exports.NodeSDK = require('./sdk').NodeSDK;",
  '@opentelemetry/semantic-conventions/dist/index.cjs':
    "module.exports = require('./stable_attributes.cjs');",
  '@opentelemetry/instrumentation/build/esm/index.js': `
    exports.registerInstrumentations = ({ instrumentations }) => {
      if (instrumentations.length > 0) ${missing('instrumentation')}
    };`,
  // Off by options of the distro.
  '@azure/monitor-opentelemetry/dist/esm/metrics/quickpulse/liveMetrics.js': `
    export function LiveMetrics() ${missing('live metrics')}`,
  '@azure/monitor-opentelemetry/dist/esm/metrics/performanceCounters.js': `
    export function PerformanceCounterMetrics() ${missing('performance counters')}`,

  ...withoutGroups(),

  // Each asks for a version of Node, with 46 KB of semver: 16.9, 8.0 and 15.7 are the oldest that will do.
  'jsonwebtoken/lib/rsaPssKeyDetailsSupported.js': 'module.exports = true;',
  'jsonwebtoken/lib/psSupported.js': 'module.exports = true;',
  'jsonwebtoken/lib/asymmetricKeyDetailsSupported.js': 'module.exports = true;',

  // Checksums of blobs in 93 KB of WebAssembly; only `contentChecksumAlgorithm` turns them on.
  '@azure/storage-common/dist/esm/crc64.js': `export default async () => ${missing('crc64')}`,
};

/**
 * A client of a Foundry project makes all of its groups of operations when it is made. The app asks two, `telemetry`
 * and `connections`; the others with their models are 550 KB.
 */
function withoutGroups(): Record<string, string> {
  const groups =
    'Agents Beta Datasets Deployments EvaluationRules Evaluators Indexes Toolboxes'.split(' ');
  return Object.fromEntries(
    groups.map((group) => [
      `@azure/ai-projects/dist/esm/classic/${group.charAt(0).toLowerCase()}${group.slice(1)}/index.js`,
      `export const _get${group}Operations = () => undefined;`,
    ]),
  );
}

/** Where the replaced files are, with the separators of either system. */
const replacedFiles = new RegExp(
  `node_modules[/\\\\](${Object.keys(replaced).join('|').replaceAll('.', '\\.').replaceAll('/', '[/\\\\]')})$`,
);

/** The esbuild plugin that leaves out the unused parts. It fails the build that does not reach a file which it replaces. */
export const unusedParts: Plugin = {
  name: 'unused-parts',
  setup({ onResolve, onLoad, onEnd }) {
    const left = new Set(Object.keys(replaced));
    onResolve({ filter: /^[^.]/ }, ({ path, importer }) =>
      packages.some(
        ({ name, importedBy }) => name.test(path) && (importedBy?.test(importer) ?? true),
      )
        ? { path, namespace: 'unused' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({ contents: stub(path) }));
    onLoad({ filter: replacedFiles }, ({ path }) => {
      const [, file = ''] = path.replaceAll('\\', '/').split(/.*node_modules\//);
      left.delete(file);
      return { contents: replaced[file] ?? '' };
    });
    onEnd(() => ({
      errors: [...left].map((file) => ({
        text: `unusedParts.ts replaces ${file}, which is not in the build`,
      })),
    }));
  },
};
