import type { LineKind } from './rowKind.ts';

/** How a kind of line is shown: a sign, and the word that says what it means. */
export interface KindLook {
  readonly sign: string;
  readonly word: string;
}

/** The sign and the word of each kind, in the order of the legend; a line without a sign has none. */
export const kindLooks: Readonly<Partial<Record<LineKind, KindLook>>> = {
  host: { sign: '⇄', word: 'host or server' },
  model: { sign: '✦', word: 'model' },
  tool: { sign: '⚙', word: 'tool' },
  agent: { sign: '⌘', word: 'agent' },
  delivery: { sign: '✉', word: 'delivery' },
  http: { sign: '↗', word: 'HTTP' },
  database: { sign: '⛁', word: 'database' },
  storage: { sign: '▤', word: 'storage' },
  queue: { sign: '✉', word: 'queue' },
  rpc: { sign: '⇌', word: 'RPC' },
  inproc: { sign: '▫', word: 'in process' },
  ghost: { sign: '◌', word: 'not arrived' },
};

const foreign: ReadonlySet<LineKind> = new Set([
  'http',
  'database',
  'storage',
  'queue',
  'rpc',
  'inproc',
]);

/** The word for a kind whose line does not say it by its name; undefined for Callspan's own kinds. */
export function wordOf(kind: LineKind): string | undefined {
  return foreign.has(kind) ? kindLooks[kind]?.word : undefined;
}
