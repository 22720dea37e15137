import type { NamedQuery } from '../queryApi.ts';

/** Queries to begin with, for the telemetry of any app. */
export const queryExamples: readonly NamedQuery[] = [
  {
    name: 'Slowest model, by hour of today',
    query: `dependencies
| where timestamp > startofday(now()) and name startswith "chat "
| summarize p95Ms = round(percentile(duration, 95)), calls = count()
    by hour = bin(timestamp, 1h), model = tostring(customDimensions["gen_ai.request.model"])
| order by p95Ms desc`,
  },
  {
    name: 'Tokens and cost by model',
    query: `dependencies
| where timestamp > ago(1d) and name startswith "chat "
| summarize calls = count(),
    inputTokens = sum(todouble(customMeasurements.inputTokens)),
    outputTokens = sum(todouble(customMeasurements.outputTokens)),
    costUsd = sum(todouble(customMeasurements.costUsd))
    by model = tostring(customDimensions["gen_ai.request.model"])
| order by calls desc`,
  },
  {
    name: 'Calls over time, failed and not',
    query: `requests
| where timestamp > ago(1d)
| summarize failed = countif(success == "False"), ok = countif(success == "True") by bin(timestamp, 10m)
| order by timestamp asc
| render timechart`,
  },
  {
    name: 'What failed last',
    query: `union requests, dependencies
| where timestamp > ago(1d) and success == "False"
| project timestamp, itemType, name, resultCode, duration, operation_Id, session_Id
| top 100 by timestamp desc`,
  },
  {
    name: 'Exceptions by type',
    query: `exceptions
| where timestamp > ago(7d)
| summarize exceptions = count(), arg_max(timestamp, outerMessage, operation_Id) by type
| order by exceptions desc`,
  },
  {
    name: 'Log lines that hold a word',
    query: `traces
| where timestamp > ago(1d) and message has "error"
| project timestamp, severityLevel, message, cloud_RoleName, operation_Id
| top 200 by timestamp desc`,
  },
  {
    name: 'Calls by outcome',
    query: `dependencies
| where timestamp > ago(1d) and isnotempty(customDimensions["app.outcome"])
| summarize calls = count() by outcome = tostring(customDimensions["app.outcome"])
| order by calls desc
| render piechart`,
  },
  {
    name: 'Rows that each app sent',
    query: `union withsource = source requests, dependencies, exceptions, traces, customEvents
| where timestamp > ago(1d)
| summarize rows = count() by cloud_RoleName, itemType
| order by rows desc`,
  },
];
