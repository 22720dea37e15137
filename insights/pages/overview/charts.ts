import type { Stats } from '../../api.ts';
import { formatCount, formatTotal } from '../../format.ts';
import type { Step, StepPercentiles } from '../../statsApi.ts';
import type { Chart, Series } from './chart.ts';
import { modelColors, outcomeColor } from './colors.ts';
import { amountOf, namesOf, otherNames, unknownName } from './names.ts';

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** The eight charts of the overview. */
export function chartsOf(stats: Stats): readonly Chart[] {
  const { steps } = stats;
  return [
    callsChart(stats),
    {
      id: 'duration',
      title: 'Duration',
      ...percentileChart(steps, ({ duration }) => duration, ['p50', 'p95', 'p99']),
      calls: stats.total.duration.n,
      empty: 'A percentile needs 5 calls.',
    },
    {
      id: 'first-token',
      title: 'First token',
      ...percentileChart(steps, ({ firstToken }) => firstToken, ['p50', 'p95']),
      calls: stats.total.firstToken.n,
      empty: 'A percentile needs 5 streamed calls.',
    },
    ...modelCharts(stats),
    ...countCharts(steps),
  ];
}

function callsChart({ steps, stepMs }: Stats): Chart {
  const outcomes = outcomeSeries(steps, ({ calls }) => calls);
  return {
    id: 'calls',
    title: `Calls in each ${formatStep(stepMs)}`,
    kind: 'bars',
    unit: 'count',
    series: outcomes,
    empty: 'No calls in this range.',
    filter: by('outcome', outcomes),
  };
}

/** Tokens and cost; a model has the same colour in both. */
function modelCharts({ steps, total }: Stats): readonly Chart[] {
  const costOf = ({ costUsd }: Step) => costUsd;
  const models = namesOf(
    [...tokenKinds.map(([, read]) => read), costOf].flatMap((read) => steps.map(read)),
  );
  const colors = modelColors(models);
  const tokens = tokenSeries(steps, colors);
  const costs = modelSeries(steps, costOf, colors);
  return [
    {
      id: 'tokens',
      title: 'Tokens by model',
      kind: 'lines',
      series: tokens,
      unit: 'tokens',
      empty: 'No call in this range says how many tokens it used.',
      filter: by('model', tokens),
    },
    {
      id: 'cost',
      title: 'Cost by model',
      kind: 'bars',
      series: costs,
      empty:
        total.unpriced > 0
          ? `None of the ${formatCount(total.unpriced)} calls that used tokens has a price: set MODEL_PRICES.`
          : 'No call in this range used tokens.',
      ...(total.unpriced > 0 && costs.length > 0
        ? { note: formatTotal(total.costUsd, total.unpriced) }
        : {}),
      unit: 'money',
      filter: by('model', costs),
    },
  ];
}

/** Charts of whole counts. */
function countCharts(steps: readonly Step[]): readonly Chart[] {
  const jobs = outcomeSeries(steps, (step) => step.jobs);
  const look = { kind: 'bars', unit: 'count', filter: () => ({}) } as const;
  return [
    {
      ...look,
      id: 'retries',
      beside: true,
      title: '429 and retries',
      series: [
        counted('answered 429', '--warn', steps, ({ throttled }) => throttled),
        counted('retries', '--tool', steps, ({ retries }) => retries),
      ],
      empty: 'No model call was answered 429, and none was repeated.',
    },
    {
      ...look,
      id: 'cold-starts',
      title: 'Cold starts',
      series: [counted('cold starts', '--host', steps, ({ coldStarts }) => coldStarts)],
      empty: 'No call in this range began a worker.',
    },
    {
      ...look,
      id: 'jobs',
      title: 'Jobs by outcome',
      series: jobs,
      empty: 'The queue delivered no job in this range.',
      filter: by('outcome', jobs),
    },
  ];
}

/** Filters by the name of a series; one of several names does not filter. */
function by(name: 'outcome' | 'model', series: readonly Series[]): Chart['filter'] {
  return (_, index) => {
    const label = index === undefined ? otherNames : (series[index]?.label ?? otherNames);
    const value = label.replace(/ (in|out|cached)$/, '');
    return value === otherNames || value === unknownName ? {} : { [name]: value };
  };
}

type PercentileName = 'p50' | 'p95' | 'p99';
const percentileColors = { p50: '--model', p95: '--tool', p99: '--ours' } as const;

function percentileChart(
  steps: readonly Step[],
  read: (step: Step) => StepPercentiles,
  names: readonly PercentileName[],
): Pick<Chart, 'kind' | 'unit' | 'series' | 'n' | 'filter'> {
  const series = names.map((name) => ({
    label: name,
    color: percentileColors[name],
    values: steps.map((step) => read(step)[name]),
  }));
  return {
    kind: 'lines',
    unit: 'span',
    series,
    n: steps.map((step) => read(step).n),
    // Calls that took as long as the percentile or longer.
    filter: (step, index) => {
      const value = index === undefined ? null : (series[index]?.values[step] ?? null);
      const at = steps[step];
      if (value === null || at === undefined) return {};
      const from = steps[step - read(at).steps + 1]?.timestamp;
      const back = read(at).steps > 1 && from !== undefined ? { from } : {};
      return { minMs: `${Math.floor(value)}`, ...back };
    },
  };
}

/** Calls by outcome: a code too many is rather a line more of the legend than one of the others. */
function outcomeSeries(
  steps: readonly Step[],
  read: (step: Step) => Readonly<Record<string, number>>,
): readonly Series[] {
  const records = steps.map(read);
  const names = namesOf(records, 9);
  return names.map((label) => ({
    label,
    color: outcomeColor(label, names),
    values: records.map((record) => amountOf(record, label, names) ?? 0),
  }));
}

/** What is known of each of these models. */
function modelSeries(
  steps: readonly Step[],
  read: (step: Step) => Readonly<Record<string, number>>,
  colors: ModelColors,
): readonly Series[] {
  const names = [...colors.keys()];
  const all = names.map((label) => ({
    label,
    color: colors.get(label) ?? '--dim',
    values: steps.map((step) => amountOf(read(step), label, names)),
  }));
  return all.filter(({ values }) => values.some((value) => value !== null));
}

const tokenKinds = [
  ['out', ({ outputTokens }: Step) => outputTokens, {}],
  ['in', ({ inputTokens }: Step) => inputTokens, { stroke: 'dashed' }],
  ['cached', ({ cachedInputTokens }: Step) => cachedInputTokens, { stroke: 'dotted' }],
] as const;

type ModelColors = ReadonlyMap<string, string>;

/** In, out and cached of each model, in the model's colour. */
function tokenSeries(steps: readonly Step[], colors: ModelColors): readonly Series[] {
  return tokenKinds.flatMap(([kind, read, stroke]) =>
    modelSeries(steps, read, colors).map(
      (series): Series => ({ ...series, ...stroke, label: `${series.label} ${kind}` }),
    ),
  );
}

function counted(
  label: string,
  color: string,
  steps: readonly Step[],
  read: (step: Step) => number,
): Series {
  return { label, color, values: steps.map(read) };
}

/** A length of a step, which is round: `30 s`, `5 min`, `2 h`, `7 d`. */
function formatStep(ms: number): string {
  const [name, length] = units.find(([, each]) => ms >= each) ?? ['s', 1_000];
  return `${ms / length} ${name}`;
}
