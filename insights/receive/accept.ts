import type { Row } from '../row.ts';

/** Something to tell the developer, in our own words: no content of the telemetry stands in it. */
export interface Note {
  readonly reason: string;
}

/**
 * Takes what a request brought, before the request is answered: the rows, what was refused and why, and what was taken
 * but shortened. Called once a request, and never for one that brings no telemetry (live metrics).
 */
export type Accept = (rows: readonly Row[], refused: readonly Note[], cut: readonly Note[]) => void;
