import { alertRules } from 'alertRules.bicep'
import { Names, Tags } from 'types.bicep'

@export()
@sealed()
@description('Where alerts begin: each fires above its number. What is left out keeps its default.')
type AlertThresholds = {
  @description('Percent of the invocations of 30 minutes that failed by no fault of the caller. Default 10.')
  errorPercent: int?
  @description('Percent of the calls over HTTP of 30 minutes that the host answered with 5xx or 404, without the app. Default 20.')
  doorPercent: int?
  @description('Seconds within which 95 of 100 calls over HTTP ended, in 30 minutes. Default 60.')
  latencySeconds: int?
  @description('Percent of the calls to one model that it refused as too busy, in 15 minutes. Default 20.')
  throttledPercent: int?
  @description('Jobs that were given up in an hour. Default 0: the first fires.')
  poisonJobs: int?
  @description('Minutes since the first delivery of a job that has not ended. Default 60.')
  retriedMinutes: int?
  @description('US dollars that the calls to the models cost in 24 hours. Default 20.')
  costDollars: int?
  @description('Times that a worker told of a caller at 90 percent of its day. Default 0: the first fires.')
  callerDays: int?
  @description('Percent of the host\'s calls over HTTP of 30 minutes without a row of the worker. Default 50.')
  workerDarkPercent: int?
  @description('Executions of an hour in which nobody told of one. Default 10.')
  allDarkExecutions: int?
  @description('Stops at the daily cap in 24 hours. Default 0: the first fires.')
  dailyCapStops: int?
  @description('Times in an hour that a worker began to drop spans. Default 0: the first fires.')
  telemetryDrops: int?
}

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags
@description('Where alerts are sent; empty for alerts that only show in the portal.')
param email string
@description('Where alerts begin; what is left out keeps its default.')
param thresholds AlertThresholds
@description('Address of docs/runbooks.md, for the mails; empty for its path in the repository.')
param runbook string

var defaults = {
  errorPercent: 10
  doorPercent: 20
  latencySeconds: 60
  throttledPercent: 20
  poisonJobs: 0
  retriedMinutes: 60
  costDollars: 20
  callerDays: 0
  workerDarkPercent: 50
  allDarkExecutions: 10
  dailyCapStops: 0
  telemetryDrops: 0
}
// In both, as mails show the description, and what receives the alert in JSON finds the custom properties.
var runbooks = empty(runbook) ? 'docs/runbooks.md' : runbook
var workbook = 'https://portal.azure.com/#@${tenant().tenantId}/resource${resourceId('Microsoft.Insights/workbooks', names.workbook)}/workbook'
var limits = { ...defaults, ...thresholds }

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: names.component
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' existing = {
  name: names.workspace
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: names.actionGroup
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'callspan'
    emailReceivers: empty(email) ? [] : [{ name: 'email', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for rule in alertRules: {
    name: '${names.alertPrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Callspan: ${rule.title}'
      description: 'What it means and what to do: ${runbooks}#${rule.name} The workbook: ${workbook}'
      severity: rule.severity
      enabled: true
      scopes: [rule.scope == 'workspace' ? workspace.id : component.id]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      // Windows overlap, so that rows that arrive late are seen; without it the same rows would send a mail each time.
      autoMitigate: true
      // On the first deployment a table may not be there yet. test/infra checks the queries instead.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: rule.measure
            dimensions: empty(rule.?dimension)
              ? []
              : [{ name: rule.?dimension ?? '', operator: 'Include', values: ['*'] }]
            // A query gives one row, or one a dimension, so any way to aggregate gives that number.
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: limits[rule.threshold]
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: {
        actionGroups: [people.id]
        customProperties: { runbook: '${runbooks}#${rule.name}', workbook: workbook }
      }
    }
  }
]
