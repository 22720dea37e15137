/** Of an alert rule, what is printed; as the local Application Insights gives it. */
export interface Rule {
  readonly name: string;
  readonly title: string;
  readonly runbook: string | null;
  readonly measure: string | null;
  readonly operator: string;
  readonly threshold: number;
  readonly windowMs: number;
  readonly frequencyMs: number;
  readonly onlyInAzure: readonly string[];
}

/** How a rule is now. */
export interface State {
  readonly name: string;
  readonly at: string;
  readonly state: 'fires' | 'silent' | 'azure' | 'failed';
  readonly series: readonly {
    readonly dimensions: Readonly<Record<string, string>>;
    readonly value: number | null;
    readonly fires: boolean;
  }[];
  readonly error: string | null;
}

/** When a rule would have been fired. */
export interface Replay {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly evaluations: number;
  readonly fired: readonly {
    readonly dimensions: Readonly<Record<string, string>>;
    readonly from: string;
    readonly to: string | null;
    readonly value: number;
    readonly isCut: boolean;
  }[];
  readonly error: string | null;
}
