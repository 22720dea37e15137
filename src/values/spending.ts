/** What work with models takes of its caller's limits. */
export interface Spending {
  /** Input and output. */
  readonly tokens: number;
  /** US dollars, by MODEL_PRICES. */
  readonly usd: number;
}
