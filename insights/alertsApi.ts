// What the read interface says of alert rules and of a workbook. Times are ISO 8601 in UTC, spans of time in ms.

/** A log search alert, as its template deploys it. */
export interface AlertRule {
  /** Of its runbook's section, or else of its resource. */
  readonly name: string;
  readonly title: string;
  /** 0 is the worst. */
  readonly severity: number;
  /** Where it is said what to do: an address, or a path in its repository; null when the rule names none. */
  readonly runbook: string | null;
  readonly query: string;
  readonly windowMs: number;
  readonly frequencyMs: number;
  /** The column that is compared; null counts rows. */
  readonly measure: string | null;
  readonly aggregation: 'Average' | 'Count' | 'Maximum' | 'Minimum' | 'Total';
  readonly operator: Operator;
  readonly threshold: number;
  /** Columns of which each value is a series of its own; of some rules only some values, or all but some. */
  readonly dimensions: readonly {
    readonly name: string;
    readonly operator: 'Include' | 'Exclude';
    readonly values: readonly string[];
  }[];
  /** So many windows are looked at, and so many of them must be over the threshold. */
  readonly periods: { readonly of: number; readonly failing: number };
  /** Whether it stays fired until it is over, or fires anew each time. */
  readonly resolves: boolean;
  /** Tables of its query that only Azure fills: here it has nothing to look at. */
  readonly onlyInAzure: readonly string[];
  /** What of the rule is not done here; it is not evaluated then. */
  readonly unsupported: string | null;
}

/** How a value is compared with the threshold. */
export type Operator =
  | 'Equals'
  | 'GreaterThan'
  | 'GreaterThanOrEqual'
  | 'LessThan'
  | 'LessThanOrEqual';

/** One value of the dimensions, and its number in the last window; null when there was none. */
export interface AlertSeries {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number | null;
  readonly fires: boolean;
}

/** A rule, as it is at a time. */
export interface AlertState {
  readonly name: string;
  readonly at: string;
  /** What it looked at. */
  readonly from: string;
  readonly state: 'fires' | 'silent' | 'azure' | 'failed';
  readonly series: readonly AlertSeries[];
  /** Why it failed: the engine's own line. */
  readonly error: string | null;
}

/** A time during which a rule would have been fired. */
export interface AlertFired {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly from: string;
  /** When it would have been resolved; null while it has not. */
  readonly to: string | null;
  /** The greatest distance from the threshold in that time. */
  readonly value: number;
  /** Whether it was over the threshold when the replay began: it may have begun earlier. */
  readonly isCut: boolean;
}

/** What a rule would have done. */
export interface AlertReplay {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** How often it was evaluated. */
  readonly evaluations: number;
  readonly fired: readonly AlertFired[];
  readonly error: string | null;
}

/** The rules that were handed to this receiver; none when it runs alone. */
export interface AlertList {
  readonly rules: readonly AlertRule[];
  readonly states: readonly AlertState[];
}

/** A tile of a workbook. */
export interface WorkbookTile {
  readonly name: string;
  /** A Markdown text, or what a query gives. */
  readonly text: string | null;
  readonly title: string;
  readonly query: string | null;
  readonly visualization: string;
  /** Of the width of the page, in percent. */
  readonly width: number;
  /** The parameter that a chosen row sets, and the column that it takes. */
  readonly sets: { readonly parameter: string; readonly column: string } | null;
  /** The parameter that must not be empty for the tile to be shown. */
  readonly needs: string | null;
}

/** A workbook, as its template deploys it. */
export interface Workbook {
  readonly title: string;
  readonly tiles: readonly WorkbookTile[];
  /** Time ranges to choose from, and the first. */
  readonly ranges: readonly number[];
  readonly range: number;
}
