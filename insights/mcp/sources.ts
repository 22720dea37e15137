import type { Health, Info } from '../api.ts';
import type { Engine } from '../kql/engine.ts';
import type { Mishaps } from '../mishaps.ts';
import type { Answer } from '../read/readInterface.ts';
import type { Row } from '../row.ts';

/** What the tools read; none of it writes. */
export interface McpSources {
  /** Answers a `GET` of the read interface. */
  read(path: string): Answer;
  /** All rows of an operation. */
  rows(operationId: string): readonly Row[];
  readonly engine: Engine;
  health(): Health;
  info(): Info;
  readonly mishaps: Mishaps;
}
