/** The tables of Application Insights in which a call has rows. */
export const tables = [
  'requests',
  'dependencies',
  'exceptions',
  'traces',
  'customMetrics',
] as const;

/** One of them. */
export type Table = (typeof tables)[number];

/** A row in the column names of Application Insights, as `ask` and `verify` read it; a column that a table lacks is absent. */
export interface Row {
  readonly itemType: Table;
  /** ISO 8601, UTC, with ms; for spans the start. */
  readonly timestamp: string;
  readonly operation_Id: string;
  readonly operation_ParentId: string;
  readonly id?: string;
  readonly name?: string;
  readonly session_Id?: string;
  readonly customDimensions: Readonly<Record<string, string>>;
  readonly customMeasurements: Readonly<Record<string, number>>;
  readonly [column: string]: unknown;
}

/** Whether a row is one call to a model. */
export function isChat({ itemType, customDimensions }: Row): boolean {
  return itemType === 'dependencies' && customDimensions['gen_ai.operation.name'] === 'chat';
}
