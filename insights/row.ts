/** The tables of an Application Insights resource. */
export const tables = [
  'requests',
  'dependencies',
  'exceptions',
  'traces',
  'customEvents',
  'customMetrics',
  'pageViews',
  'browserTimings',
  'availabilityResults',
] as const;

/** One of them. */
export type Table = (typeof tables)[number];

/**
 * A row in the column names of Application Insights
 * (https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete); a column that a table lacks is absent.
 */
export interface Row {
  readonly itemType: Table;
  /** ISO 8601, UTC, with microseconds; for spans the start. */
  readonly timestamp: string;
  readonly operation_Id: string;
  readonly operation_ParentId: string;
  readonly operation_Name?: string;
  readonly id?: string;
  readonly name?: string;
  readonly type?: string;
  readonly target?: string;
  /** Milliseconds. */
  readonly duration?: number;
  readonly success?: 'True' | 'False';
  readonly resultCode?: string;
  readonly session_Id?: string;
  readonly cloud_RoleName?: string;
  readonly message?: string;
  readonly outerMessage?: string;
  readonly customDimensions: Readonly<Record<string, string>>;
  readonly customMeasurements: Readonly<Record<string, number>>;
  /**
   * Of a row of a model call, an agent or a tool, and of a line that holds what was said: what it says by other names than those of OpenTelemetry's conventions, under theirs, and
   * its cost by the receiver's prices. The store adds it; ask `genAi` of genAi/attributes.ts.
   */
  readonly genAi?: Readonly<Record<string, string>>;
  readonly [column: string]: unknown;
}
