/** Queries in the mix of a public workbook corpus: mostly where, project, extend, summarize; some unions, joins and series. */
export const queries: Readonly<Record<string, string>> = {
  failedByName:
    'requests | where timestamp > ago(1h) and success == "False" | summarize failures = count() by name | order by failures desc',
  percentilesOverTime:
    'requests | where timestamp > ago(1d) | summarize p50 = percentile(duration, 50), p95 = percentile(duration, 95) by bin(timestamp, 5m) | order by timestamp asc',
  weekTrend:
    'requests | summarize calls = count() by bin(timestamp, 1d), name | order by timestamp asc, name asc',
  slowest:
    'dependencies | where timestamp > ago(1d) | top 10 by duration | project timestamp, name, duration, id',
  exceptionsByProblem:
    'exceptions | summarize n = count(), latest = max(timestamp) by problemId, outerMessage | top 10 by n',
  requestWithErrors:
    'requests | where timestamp > ago(6h) and success == "False" | join kind=inner (exceptions | project operation_Id, outerMessage) on operation_Id | summarize n = count() by name, outerMessage',
  textSearch:
    'traces | where timestamp > ago(1d) and message has "rate_limit_exceeded" | order by timestamp desc, operation_Id asc | take 100 | project timestamp, message',
  lastOfEach:
    'dependencies | where name startswith "chat" | summarize arg_max(timestamp, *) by name | project name, timestamp, id, duration',
  alert:
    'requests | where timestamp > ago(15m) | summarize calls = count(), failed = countif(success == "False") | extend percent = round(100.0 * failed / calls, 1)',
  buckets:
    'requests | extend speed = case(duration < 200, "fast", duration < 600, "fine", "slow") | summarize n = count() by speed | order by speed asc',
  tokens:
    'dependencies | where name startswith "chat" | summarize tokens = sum(tolong(customMeasurements.inputTokens)) by model = tostring(customDimensions["gen_ai.request.model"]) | order by model asc',
  cost: 'customMetrics | where name == "callspan.cost" | summarize dollars = round(sum(valueSum), 4) by bin(timestamp, 1h) | order by timestamp asc',
  withoutChild:
    'requests | where timestamp > ago(1d) | join kind=leftanti (dependencies | project operation_Id, p = id) on operation_Id | count',
  share:
    'let all = toscalar(requests | count); requests | where success == "False" | summarize n = count() by resultCode | extend share = round(100.0 * n / all, 1)',
  outer:
    'requests | where timestamp > ago(3h) | project operation_Id, name, id | join kind=leftouter (dependencies | where name == "generate_completion" | project operation_ParentId, appMs = duration) on $left.id == $right.operation_ParentId | summarize avg(appMs) by name | order by name asc',
  oneOperation:
    'union withsource = table requests, dependencies, traces, exceptions | where operation_Id == "op-7" | project timestamp, table, itemType, message, name | order by table asc, name asc',
  expand:
    'dependencies | where timestamp > ago(1d) and name startswith "chat" | extend pair = pack_array(name, id) | mv-expand pair to typeof(string) | summarize n = dcount(pair)',
  details:
    'exceptions | extend type = tostring(details[0].typeName) | summarize n = count() by type',
  sets: 'requests | summarize roles = array_length(make_set(cloud_RoleName)), n = count() by name | order by name asc',
  notThese:
    'requests | where resultCode !in ("200", "404") and name in~ ("post /api/v1/responses") | distinct resultCode',
  range: 'requests | where duration between (200 .. 300) | count',
  ages: 'requests | where timestamp > ago(2h) | extend age = now() - timestamp, day = startofday(timestamp) | summarize max(age) by day',
  pattern:
    'traces | where message matches regex "ended: [a-z]+_" | extend code = extract("ended: (\\\\w+)", 1, message) | summarize n = count() by code',
  series:
    'requests | make-series calls = count() default = 0 on timestamp from ago(1d) to now() step 1h by name | order by name asc',
  ownFunction:
    'let ms = (x:real) { strcat(round(x / 1000, 2), " s") }; requests | top 5 by duration | project took = ms(duration), id',
  away: 'requests | where timestamp > ago(1h) | project-away customDimensions, customMeasurements | order by timestamp desc, id asc | take 5',
  truth: 'requests | where success == false | summarize n = sum(itemCount)',
  textAsNumber: 'requests | where toint(resultCode) >= 500 | count',
  idsOfOthers:
    'let failed = dependencies | where success == "False" | distinct operation_Id; requests | where operation_Id in (failed) | summarize n = count() by resultCode',
  unionByName:
    'union requests, dependencies | summarize n = count(), avg(duration) by itemType | order by itemType asc',
  distinctModels:
    'dependencies | extend model = tostring(customDimensions["gen_ai.request.model"]) | where isnotempty(model) | distinct model | order by model asc',
  twoDimensions:
    'dependencies | where tostring(customDimensions["faas.trigger"]) == "http" and tostring(customDimensions["app.outcome"]) != "ok" | summarize n = count() by bin(timestamp, 1h) | order by timestamp asc',
  workspaceNames:
    'AppDependencies | where TimeGenerated > ago(1d) | summarize n = sum(ItemCount), p95 = percentile(DurationMs, 95) by Name | order by Name asc',
  workspaceFailures: 'AppRequests | where Success == false | summarize n = count() by ResultCode',
  lookup:
    'let prices = datatable(model:string, price:real)["gpt-4o", 2.5, "o3", 10.0]; dependencies | where timestamp > ago(1d) | extend model = tostring(customDimensions["gen_ai.request.model"]) | where isnotempty(model) | lookup prices on model | summarize n = count() by model, price | order by model asc',
  contains: 'dependencies | where name contains "MINI" or type contains "genai" | count',
  severity:
    'traces | where severityLevel >= 2 | summarize n = count() by severityLevel, cloud_RoleName | order by cloud_RoleName asc',
  busiest:
    'requests | summarize n = count() by bin(timestamp, 10m) | top 3 by n desc | order by timestamp asc | project timestamp, n',
  previous:
    'requests | where name has "responses" | order by timestamp asc | extend gap = timestamp - prev(timestamp) | summarize longest = max(gap)',
  topNested:
    'requests | top-nested 2 of name by count(), top-nested 1 of resultCode by avg(duration)',
  weighted:
    'dependencies | where name == "generate_completion" | summarize percentilew(duration, itemCount, 95), calls = sum(itemCount) by tostring(customDimensions["faas.trigger"]) | order by calls desc',
};
