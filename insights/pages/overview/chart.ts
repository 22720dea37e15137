import { formatCount, formatMoney, formatSpan, formatTokens } from '../../format.ts';

/** What the values of a chart are; `number` where nothing is known of them. */
export type Unit = 'count' | 'span' | 'tokens' | 'money' | 'number';

/** A value with its unit, as everywhere. */
export const formats: Readonly<Record<Unit, (value: number) => string>> = {
  count: formatCount,
  span: formatSpan,
  tokens: formatTokens,
  money: formatMoney,
  number: (value) => value.toLocaleString('en-US'),
};

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
  readonly unit: Unit;
  readonly series: readonly Series[];
  /** How many calls each step's percentiles are of; those of a step may be of earlier ones too. */
  readonly n?: readonly number[];
  /** How many calls its percentiles are of in all. */
  readonly calls?: number;
  /** Said in place of a chart that has nothing to show. */
  readonly empty: string;
  /** Said below it: what is not in it. */
  readonly note?: string;
  /** Query of `/calls` for a step and a series; the step alone when undefined. Its times are the step's, unless it says others. */
  filter(step: number, series: number | undefined): Readonly<Record<string, string>>;
}

/** Whether there is anything to draw. */
export function isEmpty({ series }: Chart): boolean {
  return series.every(({ values }) => values.every((value) => value === null || value === 0));
}

/** Whether all lines are a single point, of which a table says more than a drawing. */
export function isPoint({ kind, series }: Chart): boolean {
  const known = series.map(({ values }) => values.filter((value) => value !== null).length);
  return kind === 'lines' && known.every((count) => count < 2);
}
