@export()
@sealed()
@description('A log search alert, without what all of them share.')
type AlertRule = {
  @description('Its section of docs/runbooks.md.')
  name: string
  @description('What is wrong when it fires.')
  title: string
  @description('The query: one row, or one a value of the dimension.')
  query: string
  @description('Where it asks; the schema of the query says so too.')
  scope: 'component' | 'workspace'
  @description('Column of the query that is compared.')
  measure: string
  @description('Column of the query by which it fires apart.')
  dimension: string?
  @description('Threshold: a property of AlertThresholds. It fires above it.')
  threshold: string
  @description('0 is the worst.')
  severity: 0 | 1 | 2 | 3 | 4
  @description('How far back it looks.')
  window: 'PT15M' | 'PT30M' | 'PT1H' | 'P1D'
  @description('How often it asks.')
  frequency: 'PT5M' | 'PT15M'
}

@export()
@description('The alerts.')
var alertRules AlertRule[] = [
  {
    name: 'error-share'
    title: 'Too many invocations fail'
    query: loadTextContent('queries/alert-error-share.kql')
    scope: 'component'
    measure: 'percent'
    dimension: 'code'
    threshold: 'errorPercent'
    severity: 1
    window: 'PT30M'
    frequency: 'PT15M'
  }
  {
    name: 'door'
    title: 'Calls do not reach the app'
    query: loadTextContent('queries/alert-door.kql')
    scope: 'component'
    measure: 'percent'
    dimension: 'code'
    threshold: 'doorPercent'
    severity: 1
    window: 'PT30M'
    // The app may be down. For the others five minutes would cost more for nothing.
    frequency: 'PT5M'
  }
  {
    name: 'latency'
    title: 'Calls take too long'
    query: loadTextContent('queries/alert-latency.kql')
    scope: 'component'
    measure: 'seconds'
    threshold: 'latencySeconds'
    severity: 2
    window: 'PT30M'
    frequency: 'PT15M'
  }
  {
    name: 'throttled-share'
    title: 'A model refuses too many calls'
    query: loadTextContent('queries/alert-throttled-share.kql')
    scope: 'component'
    measure: 'percent'
    dimension: 'model'
    threshold: 'throttledPercent'
    severity: 2
    window: 'PT15M'
    // It goes and comes in minutes.
    frequency: 'PT5M'
  }
  {
    name: 'poison-jobs'
    title: 'Jobs were given up'
    query: loadTextContent('queries/alert-poison-jobs.kql')
    scope: 'component'
    measure: 'jobs'
    threshold: 'poisonJobs'
    severity: 2
    window: 'PT1H'
    frequency: 'PT15M'
  }
  {
    name: 'retried-jobs'
    title: 'Jobs wait for a long time'
    query: loadTextContent('queries/alert-retried-jobs.kql')
    scope: 'component'
    measure: 'minutes'
    threshold: 'retriedMinutes'
    severity: 2
    // As long as a throttled job is put back.
    window: 'P1D'
    frequency: 'PT15M'
  }
  {
    name: 'cost-a-day'
    title: 'Models cost more than planned'
    query: loadTextContent('queries/alert-cost-a-day.kql')
    scope: 'component'
    measure: 'dollars'
    threshold: 'costDollars'
    severity: 2
    window: 'P1D'
    frequency: 'PT15M'
  }
  {
    name: 'caller-day'
    title: 'A caller is at 90 % of its day'
    query: loadTextContent('queries/alert-caller-day.kql')
    scope: 'component'
    measure: 'times'
    dimension: 'caller'
    threshold: 'callerDays'
    severity: 3
    // As long as the day whose limit it is.
    window: 'P1D'
    frequency: 'PT15M'
  }
  {
    name: 'worker-dark'
    title: 'Workers send no telemetry'
    query: loadTextContent('queries/alert-worker-dark.kql')
    scope: 'component'
    measure: 'percent'
    threshold: 'workerDarkPercent'
    severity: 1
    window: 'PT30M'
    frequency: 'PT15M'
  }
  {
    name: 'all-dark'
    title: 'No telemetry at all'
    query: loadTextContent('queries/alert-all-dark.kql')
    scope: 'workspace'
    measure: 'executions'
    threshold: 'allDarkExecutions'
    severity: 1
    // Platform metrics come minutes later than requests do.
    window: 'PT1H'
    frequency: 'PT15M'
  }
  {
    name: 'daily-cap'
    title: 'The daily cap of telemetry is reached'
    query: loadTextContent('queries/alert-daily-cap.kql')
    scope: 'workspace'
    measure: 'stops'
    threshold: 'dailyCapStops'
    severity: 1
    // As long as the stop lasts at most.
    window: 'P1D'
    frequency: 'PT15M'
  }
  {
    name: 'telemetry-dropped'
    title: 'Workers drop telemetry'
    query: loadTextContent('queries/alert-telemetry-dropped.kql')
    scope: 'component'
    measure: 'times'
    threshold: 'telemetryDrops'
    severity: 3
    window: 'PT1H'
    frequency: 'PT15M'
  }
]
