import { Problem } from '../problem.ts';

/**
 * The names that Application Insights answers to: its own (`requests`, …), or those of the workspace behind it
 * (`AppRequests`, …). No document says which of them a query of the resource gets.
 */
export type Schema = 'component' | 'workspace';

/** The columns of a row, by the component's names; the first workspace column with a value counts. */
export const columns: Readonly<Record<string, readonly string[]>> = {
  timestamp: ['TimeGenerated'],
  itemType: ['Type'],
  operation_Id: ['OperationId'],
  operation_ParentId: ['ParentId'],
  operation_Name: ['OperationName'],
  id: ['Id'],
  name: ['Name'],
  type: ['DependencyType', 'ExceptionType'],
  target: ['Target'],
  duration: ['DurationMs'],
  success: ['Success'],
  resultCode: ['ResultCode'],
  session_Id: ['SessionId'],
  cloud_RoleName: ['AppRoleName'],
  message: ['Message'],
  outerMessage: ['OuterMessage'],
  customDimensions: ['Properties'],
  customMeasurements: ['Measurements'],
};

const tables = {
  component: ['requests', 'dependencies', 'exceptions', 'traces'],
  workspace: ['AppRequests', 'AppDependencies', 'AppExceptions', 'AppTraces'],
} as const;

/**
 * KQL for the rows of every trace of an invocation. Newer hosts send the invocation ID, so their row is found even when
 * the worker sent nothing. Throws a Problem when the session is no GUID, as it becomes part of the text.
 */
export function toQuery(schema: Schema, session: string): string {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(session)) {
    throw new Problem(
      'The session is no GUID.',
      'Check the address of the app: another one answers.',
    );
  }
  const [sessionId, operationId, dimensions] =
    schema === 'component'
      ? ['session_Id', 'operation_Id', 'customDimensions']
      : ['SessionId', 'OperationId', 'Properties'];
  const wanted = schema === 'component' ? Object.keys(columns) : Object.values(columns).flat();
  return `let session = '${session}';
let rows = union ${tables[schema].join(', ')};
let operations = rows
| where ${sessionId} == session or tostring(${dimensions}['faas.invocation_id']) == session
| distinct ${operationId};
rows
| where ${operationId} in (operations)
| project ${wanted.join(', ')}`;
}
