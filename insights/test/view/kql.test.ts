import { describe, expect, it } from 'vitest';
import { toKql, toKqlString } from '../../view/kql.ts';

const time = { from: '2026-11-24T12:00:00.000Z', to: '2026-11-24T12:00:12.400Z' };

describe('the query for a call', () => {
  it('by session finds its rows and the row of the host', () => {
    expect(toKql({ by: 'session', value: 's1' }, time).applicationInsights).toBe(
      `let wanted = "s1";
let calls = dependencies
    | where timestamp between (datetime(2026-11-24T11:55:00.000Z) .. datetime(2026-11-24T12:05:12.400Z))
    | where session_Id == wanted and session_Id != ""
    | distinct session_Id, operation_ParentId;
union requests, dependencies, exceptions, traces
| where timestamp between (datetime(2026-11-24T11:55:00.000Z) .. datetime(2026-11-24T12:05:12.400Z))
| where session_Id == wanted or session_Id in ((calls | project session_Id))
    or (session_Id == "" and id in ((calls | project operation_ParentId)))
| project timestamp, itemType, operation_Id, session_Id, name, duration, success, resultCode,
    message = coalesce(message, outerMessage), customDimensions, customMeasurements
| order by timestamp asc`,
    );
  });

  it('by job finds all its deliveries, in Log Analytics by the names there', () => {
    expect(toKql({ by: 'job', value: 'trip-7' }, time).logAnalytics).toBe(
      `let wanted = "trip-7";
let calls = AppDependencies
    | where TimeGenerated between (datetime(2026-11-23T12:00:00.000Z) .. datetime(2026-11-25T12:00:12.400Z))
    | where tostring(Properties["app.job"]) == wanted and SessionId != ""
    | distinct SessionId, ParentId;
union AppRequests, AppDependencies, AppExceptions, AppTraces
| where TimeGenerated between (datetime(2026-11-23T12:00:00.000Z) .. datetime(2026-11-25T12:00:12.400Z))
| where tostring(Properties["app.job"]) == wanted or SessionId in ((calls | project SessionId))
    or (SessionId == "" and Id in ((calls | project ParentId)))
| project TimeGenerated, Type, OperationId, SessionId, Name, DurationMs, Success, ResultCode,
    Message = coalesce(Message, OuterMessage), Properties, Measurements
| order by TimeGenerated asc`,
    );
  });

  it.each([
    ['operation', 'operation_Id == wanted', 'OperationId == wanted'],
    [
      'conversation',
      'tostring(customDimensions["gen_ai.conversation.id"]) == wanted',
      'tostring(Properties["gen_ai.conversation.id"]) == wanted',
    ],
  ] as const)('by %s looks for it in both namings', (by, applicationInsights, logAnalytics) => {
    const kql = toKql({ by, value: 'x' }, time);
    expect(kql.applicationInsights).toContain(applicationInsights);
    expect(kql.logAnalytics).toContain(logAnalytics);
    expect(kql.logAnalytics).not.toMatch(/timestamp|operation_Id|session_Id|customDimensions/);
  });

  it.each([
    ['plain', '"plain"'],
    ['" or 1 == 1 //', '"\\" or 1 == 1 //"'],
    ['back\\slash', '"back\\\\slash"'],
    ['two\nlines\r\tand\u0000\u2028', '"two\\nlines\\r\\tand\\u0000\\u2028"'],
    ["it's", '"it\'s"'],
  ])('cannot be left by a value such as %j', (value, literal) => {
    expect(toKqlString(value)).toBe(literal);
    expect(toKql({ by: 'session', value }, time).applicationInsights.split('\n')).toHaveLength(12);
  });
});
