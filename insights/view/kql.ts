/** What a query looks for. */
export interface KqlSubject {
  readonly by: 'session' | 'operation' | 'conversation' | 'job';
  readonly value: string;
}

/** When it began and ended, as far as is known; ISO 8601 or ms since 1970. */
export interface KqlTime {
  readonly from: string | number;
  readonly to: string | number;
}

/** One query in the two namings of the same tables. */
export interface Kql {
  /** For the Logs of an Application Insights resource. */
  readonly applicationInsights: string;
  /** For a Log Analytics workspace. */
  readonly logAnalytics: string;
}

interface Naming {
  readonly tables: string;
  readonly dependencies: string;
  readonly time: string;
  readonly operation: string;
  readonly session: string;
  readonly id: string;
  readonly parent: string;
  readonly dimensions: string;
  readonly columns: string;
}

// https://learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource#table-structure
const applicationInsights: Naming = {
  tables: 'requests, dependencies, exceptions, traces',
  dependencies: 'dependencies',
  time: 'timestamp',
  operation: 'operation_Id',
  session: 'session_Id',
  id: 'id',
  parent: 'operation_ParentId',
  dimensions: 'customDimensions',
  columns:
    'timestamp, itemType, operation_Id, session_Id, name, duration, success, resultCode,\n    message = coalesce(message, outerMessage), customDimensions, customMeasurements',
};
const logAnalytics: Naming = {
  tables: 'AppRequests, AppDependencies, AppExceptions, AppTraces',
  dependencies: 'AppDependencies',
  time: 'TimeGenerated',
  operation: 'OperationId',
  session: 'SessionId',
  id: 'Id',
  parent: 'ParentId',
  dimensions: 'Properties',
  columns:
    'TimeGenerated, Type, OperationId, SessionId, Name, DurationMs, Success, ResultCode,\n    Message = coalesce(Message, OuterMessage), Properties, Measurements',
};

const minute = 60_000;
const day = 24 * 60 * minute;
/** How far around the known time is looked: a call is short, a job is delivered for long and a conversation goes on. */
const marginMs = { session: 5 * minute, operation: 5 * minute, conversation: day, job: day };

/** The query that finds a call in Application Insights, the host's rows included. */
export function toKql(subject: KqlSubject, time: KqlTime): Kql {
  return {
    applicationInsights: toQuery(subject, time, applicationInsights),
    logAnalytics: toQuery(subject, time, logAnalytics),
  };
}

/** A value as a string literal of KQL, quotes included. */
export function toKqlString(value: string): string {
  const escaped = value
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/[\p{Cc}\u2028\u2029]/gu, toUnicodeEscape);
  return `"${escaped}"`;
}

function toUnicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function toQuery({ by, value }: KqlSubject, time: KqlTime, naming: Naming): string {
  const from = toIso(time.from, -marginMs[by]);
  const to = toIso(time.to, marginMs[by]);
  const { session, id, parent } = naming;
  const within = `| where ${naming.time} between (datetime(${from}) .. datetime(${to}))`;
  const found = {
    operation: `${naming.operation} == wanted`,
    session: `${session} == wanted`,
    conversation: `${dimension(naming, 'gen_ai.conversation.id')} == wanted`,
    job: `${dimension(naming, 'app.job')} == wanted`,
  }[by];
  return [
    `let wanted = ${toKqlString(value)};`,
    `let calls = ${naming.dependencies}`,
    `    ${within}`,
    `    | where ${found} and ${session} != ""`,
    `    | distinct ${session}, ${parent};`,
    `union ${naming.tables}`,
    within,
    // The host's row has no session: it is the parent of a call's first row.
    `| where ${found} or ${session} in ((calls | project ${session}))`,
    `    or (${session} == "" and ${id} in ((calls | project ${parent})))`,
    `| project ${naming.columns}`,
    `| order by ${naming.time} asc`,
  ].join('\n');
}

function dimension({ dimensions }: Naming, name: string): string {
  return `tostring(${dimensions}["${name}"])`;
}

/** A time that cannot be read, or that no date can be, as a foreign app's duration may make it, is the latest of a query. */
function toIso(time: string | number, shiftMs: number): string {
  const shifted = new Date(new Date(time).getTime() + shiftMs);
  return Number.isNaN(shifted.getTime()) ? '9999-12-31' : shifted.toISOString();
}
