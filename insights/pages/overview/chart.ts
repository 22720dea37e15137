/** One line or one part of stacked bars. */
export interface Series {
  readonly label: string;
  /** Name of a colour of style.css, such as `--ok`. */
  readonly color: string;
  /** A line beside others of the same colour. */
  readonly stroke?: 'dashed' | 'dotted';
  /** One for each step; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

/** One chart, as it is drawn and as its table is filled. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly kind: 'bars' | 'lines';
  /** Bars stand beside each other: what one counts is no part of what the other does. */
  readonly beside?: true;
  /** Values are whole: an axis has no halves. */
  readonly whole?: true;
  readonly series: readonly Series[];
  /** How many calls each step's percentiles are of. */
  readonly n?: readonly number[];
  /** Said in place of a chart that has nothing to show. */
  readonly empty: string;
  /** Said below it: what is not in it. */
  readonly note?: string;
  format(value: number): string;
  /** Query of `/calls`, beside its times, for a step and a series; the step alone when undefined. */
  filter(step: number, series: number | undefined): Readonly<Record<string, string>>;
}

/** Whether there is anything to draw. */
export function isEmpty({ series }: Chart): boolean {
  return series.every(({ values }) => values.every((value) => value === null || value === 0));
}

const outcomes: Readonly<Record<string, string>> = {
  ok: '--ok',
  running: '--dim',
  duplicate: '--ours',
  client_closed: '--host',
  budget: '--host',
  rate_limit_exceeded: '--warn',
};
const failures = ['--error', '--tool', '--model', '--ours'] as const;
const models = ['--model', '--tool', '--ours', '--warn', '--host', '--ok'] as const;

/** The colour of an outcome among others: failures beside throttling take turns, red first. */
export function outcomeColor(outcome: string, all: readonly string[]): string {
  const others = all.filter((name) => outcomes[name] === undefined);
  return outcomes[outcome] ?? failures[others.indexOf(outcome) % failures.length] ?? '--error';
}

/** The colour of the model at this place. */
export function modelColor(index: number): string {
  return models[Math.max(0, index) % models.length] ?? '--model';
}
