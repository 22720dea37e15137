import type { Health, Info } from '../api.ts';
import type { Engine } from '../kql/engine.ts';
import type { Mishaps } from '../mishaps.ts';
import type { Answer } from '../read/readInterface.ts';
import type { Row } from '../row.ts';

/** What the tools read; none of it writes. */
export interface McpSources {
  /** Answers a `GET` of the read interface. */
  read(path: string): Answer;
  /** Rows of an operation, as many as can be read at once. */
  rows(operationId: string): { readonly items: readonly Row[]; readonly more: boolean };
  readonly engine: Engine;
  health(): Health;
  info(): Info;
  readonly mishaps: Mishaps;
}
