import type { Row } from '../harness/benchmark.ts';
import { asCount } from '../harness/texts.ts';

/** A row that says how many of the spans that were made did not reach the ingestion server. */
export function missingSpans(what: string, made: number, arrived: number): Row {
  const figure = made - arrived;
  return {
    cells: [what, asCount(made), asCount(figure)],
    judged: { figure: Math.abs(figure), bound: { atMost: 0 } },
  };
}

/** Heads of such rows. */
export const missingColumns = ['', 'spans', 'missing'] as const;
