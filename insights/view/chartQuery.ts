import { toKqlString } from './kql.ts';

/** What a chart of the overview shows: of these times (ISO 8601), in steps so long, of one app or of all. */
export interface ChartRange {
  readonly from: string;
  readonly to: string;
  readonly stepMs: number;
  readonly app: string;
}

const chats = '| where name startswith "chat " or name startswith "embeddings "';
const byModel = 'model = tostring(customDimensions["gen_ai.request.model"])';
const wholes = '| where isnotempty(customDimensions["app.outcome"])';
const outcome = 'outcome = tostring(customDimensions["app.outcome"])';
const sumOf = (measurement: string) => `sum(todouble(customMeasurements.${measurement}))`;

const steps: Readonly<Record<string, readonly string[]>> = {
  calls: [wholes, `| summarize calls = sum(itemCount) by STEP, ${outcome}`],
  duration: [
    wholes,
    '| summarize p50 = percentile(duration, 50), p95 = percentile(duration, 95), p99 = percentile(duration, 99) by STEP',
  ],
  'first-token': [
    chats,
    '| extend firstTokenMs = todouble(customMeasurements.timeToFirstTokenMs)',
    '| where isnotnull(firstTokenMs)',
    '| summarize p50 = percentile(firstTokenMs, 50), p95 = percentile(firstTokenMs, 95) by STEP',
  ],
  tokens: [
    chats,
    `| summarize inputTokens = ${sumOf('inputTokens')}, outputTokens = ${sumOf('outputTokens')}\n    by STEP, ${byModel}`,
  ],
  cost: [chats, `| summarize costUsd = ${sumOf('costUsd')} by STEP, ${byModel}`],
  retries: [
    chats,
    '| summarize throttled = countif(tostring(customDimensions["app.error.type"]) == "rate_limit_exceeded"),\n    retries = countif(toint(customDimensions["app.attempt"]) > 1) by STEP',
  ],
  'cold-starts': [
    wholes,
    '| summarize coldStarts = countif(tostring(customDimensions["faas.coldstart"]) == "true") by STEP',
  ],
  jobs: [
    '| where tostring(customDimensions["faas.trigger"]) == "pubsub" and isnotempty(customDimensions["app.outcome"])',
    `| summarize deliveries = count() by STEP, ${outcome}`,
  ],
};

/** The query that draws a chart of the overview, from the rows that the app itself writes; undefined for a chart without one. */
export function toChartQuery(
  chart: string,
  { from, to, stepMs, app }: ChartRange,
): string | undefined {
  const found = Object.hasOwn(steps, chart) ? steps[chart] : undefined;
  if (found === undefined) return undefined;
  return [
    'dependencies',
    `| where timestamp between (datetime(${from}) .. datetime(${to}))`,
    ...(app === '' ? [] : [`| where cloud_RoleName == ${toKqlString(app)}`]),
    ...found.map((line) => line.replace('STEP', `bin(timestamp, ${toTimespan(stepMs)})`)),
    '| order by timestamp asc',
    '| render timechart',
  ].join('\n');
}

function toTimespan(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'm'],
    [1_000, 's'],
  ] as const;
  const [size, unit] = units.find(([each]) => ms >= each && ms % each === 0) ?? [1, 'ms'];
  return `${Math.max(1, Math.round(ms / size))}${unit}`;
}
