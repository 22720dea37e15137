import type { AlertRule } from '../alertsApi.ts';
import { parseTimespanOf } from '../kql/timespan.ts';
import { type DeployedResource, listOf, property, textOf } from './deployed.ts';
import { onlyInAzure } from './onlyInAzure.ts';

const aggregations = ['Average', 'Count', 'Maximum', 'Minimum', 'Total'] as const;
const operators = [
  'Equals',
  'GreaterThan',
  'GreaterThanOrEqual',
  'LessThan',
  'LessThanOrEqual',
] as const;

/**
 * The log search alerts among the resources of a template, the worst first. A rule that asks for more than is done here says so in
 * `unsupported`. https://learn.microsoft.com/azure/templates/microsoft.insights/scheduledqueryrules
 */
export function parseAlertRules(resources: readonly DeployedResource[]): readonly AlertRule[] {
  return resources
    .filter(
      ({ type, properties }) =>
        type.toLowerCase() === 'microsoft.insights/scheduledqueryrules' &&
        property(properties, 'enabled') !== false,
    )
    .map(toRule)
    .sort((a, b) => a.severity - b.severity);
}

function toRule({ name, properties }: DeployedResource): AlertRule {
  const conditions = listOf(property(properties, 'criteria'), 'allOf');
  const [condition] = conditions;
  const query = textOf(condition, 'query');
  const runbook = textOf(property(property(properties, 'actions'), 'customProperties'), 'runbook');
  const measure = textOf(condition, 'metricMeasureColumn');
  const aggregation = oneOf(aggregations, textOf(condition, 'timeAggregation'));
  const operator = oneOf(operators, textOf(condition, 'operator'));
  const windowMs = msOf(textOf(properties, 'windowSize'));
  const frequencyMs = msOf(textOf(properties, 'evaluationFrequency'));
  const threshold = property(condition, 'threshold');
  const problems = [
    conditions.length !== 1 && 'more than one condition',
    textOf(properties, 'overrideQueryTimeRange') !== '' && 'overrideQueryTimeRange',
    aggregation === undefined && 'its timeAggregation',
    operator === undefined && 'its operator',
    typeof threshold !== 'number' && 'a threshold that is no number',
    windowMs === undefined && 'its windowSize',
    frequencyMs === undefined && 'its evaluationFrequency',
    aggregation !== 'Count' && measure === '' && 'no metricMeasureColumn',
  ];
  const failing = property(condition, 'failingPeriods');
  return {
    name: /#(.+)$/.exec(runbook)?.[1] ?? name,
    title: textOf(properties, 'displayName') || name,
    severity: numberOf(properties, 'severity', 3),
    runbook: runbook || null,
    query,
    windowMs: windowMs ?? 0,
    frequencyMs: frequencyMs ?? 0,
    measure: measure || null,
    aggregation: aggregation ?? 'Count',
    operator: operator ?? 'GreaterThan',
    threshold: numberOf(condition, 'threshold', 0),
    dimensions: listOf(condition, 'dimensions').map((each) => ({
      name: textOf(each, 'name'),
      operator: textOf(each, 'operator') === 'Exclude' ? 'Exclude' : 'Include',
      values: listOf(each, 'values').map(String),
    })),
    periods: {
      of: numberOf(failing, 'numberOfEvaluationPeriods', 1),
      failing: numberOf(failing, 'minFailingPeriodsToAlert', 1),
    },
    resolves: property(properties, 'autoMitigate') !== false,
    onlyInAzure: onlyInAzure(query),
    unsupported: problems.find((problem) => problem !== false) || null,
  };
}

function oneOf<T extends string>(known: readonly T[], text: string): T | undefined {
  return known.find((each) => each === text);
}

/** Of a duration that is more than nothing. */
function msOf(text: string): number | undefined {
  const from = parseTimespanOf(text, 0)?.from;
  return from === undefined || from >= 0 ? undefined : -from;
}

function numberOf(of: unknown, name: string, otherwise: number): number {
  const value = property(of, name);
  return typeof value === 'number' ? value : otherwise;
}
