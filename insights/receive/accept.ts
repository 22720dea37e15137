import type { Row } from '../row.ts';

/** Something to tell the developer, in our own words: no content of the telemetry stands in it. */
export interface Note {
  readonly reason: string;
}

/** What a request brought besides rows. */
interface Notes {
  /** What was refused. */
  readonly refused?: readonly Note[];
  /** What was taken but shortened. */
  readonly cut?: readonly Note[];
  /** What was taken here, and would be refused in Azure. */
  readonly azureRefuses?: readonly Note[];
}

/**
 * Takes what a request brought, before the request is answered. Called once a request, and never for one that brings no telemetry
 * (live metrics).
 */
export type Accept = (rows: readonly Row[], notes: Notes) => void;
