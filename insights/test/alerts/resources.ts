import type { DeployedResource } from '../../alerts/deployed.ts';

/** What a test changes of a rule; the rest is an alert at more than 5 failures of 30 minutes. */
export interface Changed {
  readonly name?: string;
  readonly properties?: object;
  readonly condition?: object;
}

/** An alert rule as a template has it. */
export function ruleResource({
  name = 'failures',
  properties,
  condition,
}: Changed = {}): DeployedResource {
  return {
    type: 'Microsoft.Insights/scheduledQueryRules',
    name: `alert-${name}`,
    properties: {
      displayName: `Too many ${name}`,
      severity: 1,
      enabled: true,
      evaluationFrequency: 'PT5M',
      windowSize: 'PT30M',
      autoMitigate: true,
      criteria: {
        allOf: [
          {
            query:
              'requests | where success == "False" | summarize failures = sum(itemCount) by name',
            metricMeasureColumn: 'failures',
            dimensions: [{ name: 'name', operator: 'Include', values: ['*'] }],
            timeAggregation: 'Maximum',
            operator: 'GreaterThan',
            threshold: 5,
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
            ...condition,
          },
        ],
      },
      actions: { customProperties: { runbook: `docs/runbooks.md#${name}` } },
      ...properties,
    },
  };
}

/** A workbook as a template has it: a chart, a table whose row sets a parameter, and a tile that needs it. */
export const workbookResource: DeployedResource = {
  type: 'Microsoft.Insights/workbooks',
  name: 'a',
  properties: {
    displayName: 'Calls',
    serializedData: JSON.stringify({
      items: [
        { type: 1, content: { json: 'What is **here**.' }, name: 'text' },
        {
          type: 9,
          content: {
            parameters: [
              {
                name: 'TimeRange',
                type: 4,
                value: { durationMs: 14_400_000 },
                typeSettings: {
                  selectableValues: [{ durationMs: 3_600_000 }, { durationMs: 14_400_000 }],
                },
              },
            ],
          },
        },
        {
          content: {
            query:
              'requests | summarize calls = count() by bin(timestamp, {TimeRange:grain}), name | order by timestamp asc',
            title: 'Calls over time',
            visualization: 'barchart',
          },
          customWidth: '50',
          name: 'over-time',
        },
        {
          content: {
            query: 'requests | summarize calls = count() by session = session_Id',
            title: 'Sessions',
            visualization: 'table',
            exportFieldName: 'session',
            exportParameterName: 'Session',
          },
          customWidth: '50',
          name: 'sessions',
        },
        {
          content: {
            query: 'requests | where session_Id == "{Session}" | project name, resultCode',
            title: 'Trace of {Session}',
            visualization: 'table',
          },
          conditionalVisibility: { parameterName: 'Session' },
          name: 'session',
        },
      ],
    }),
  },
};
