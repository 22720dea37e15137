import type { TokenCredential } from '@azure/core-auth';
import { isRestError } from '@azure/core-rest-pipeline';
import { LogsQueryClient } from '@azure/monitor-query-logs';
import { ofSession } from '../../ask/askTrace.ts';
import type { Row } from '../../ask/row.ts';
import { Problem } from '../problem.ts';
import { type Schema, toQuery } from './logsQuery.ts';
import { toRow } from './toRow.ts';

const queryMs = 60_000;

/**
 * Reads the rows of an invocation from an Application Insights resource; reading throws a Problem. `endpoint` is
 * Azure's own, except in tests.
 */
export function createCloudReader(
  componentId: string,
  credential: TokenCredential,
  endpoint?: string,
): (session: string) => Promise<readonly Row[]> {
  const client = new LogsQueryClient(credential, {
    retryOptions: { maxRetries: 0 }, // the calling code tries again
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  // The client adds its own slash before it.
  const resource = componentId.replace(/^\/+/, '');
  let schema: Schema = 'component';

  const query = async (session: string): Promise<readonly Row[]> => {
    const result = await client.queryResource(
      resource,
      toQuery(schema, session),
      { duration: 'P1D' },
      { requestOptions: { timeout: queryMs } },
    );
    const found = result.status === 'Success' ? result.tables : result.partialTables;
    return found.flatMap(({ columnDescriptors, rows }) => {
      const names = columnDescriptors.map(({ name }) => `${name}`);
      return rows.flatMap((row) => toRow(names, row) ?? []);
    });
  };
  return async (session) => {
    try {
      return ofSession(await query(session), session);
    } catch (thrown) {
      if (!isUnknownName(thrown)) throw fromQuery(thrown);
      schema = schema === 'component' ? 'workspace' : 'component';
      return ofSession(
        await query(session).catch((again) => Promise.reject(fromQuery(again))),
        session,
      );
    }
  };
}

/** Whether a query was refused for a table or column that the resource does not know (`SEM0100`), at any depth. */
function isUnknownName(thrown: unknown): boolean {
  let error: unknown = Reflect.get(Object(thrown), 'details');
  error = Reflect.get(Object(error), 'error');
  while (typeof error === 'object' && error !== null) {
    if (Reflect.get(error, 'code') === 'SEM0100') return true;
    error = Reflect.get(error, 'innererror');
  }
  return false;
}

function fromQuery(thrown: unknown): unknown {
  if (!isRestError(thrown)) return thrown;
  const { statusCode: status } = thrown;
  if (status === 401 || status === 403) {
    return new Problem(
      `Application Insights refuses you (${status}).`,
      'You need the role Monitoring Reader on the component; a new one takes up to 30 minutes.',
      'roles',
    );
  }
  if (status === 404) {
    return new Problem(
      'There is no Application Insights with this resource ID (404).',
      'Check the ID: /subscriptions/…/providers/Microsoft.Insights/components/….',
      'brief',
    );
  }
  if (isUnknownName(thrown)) {
    return new Problem(
      'Application Insights knows neither requests nor AppRequests.',
      'Its tables may be too new: try again in a few minutes.',
      'telemetry',
    );
  }
  return new Problem(
    `Application Insights does not answer${status === undefined ? '' : ` as it should (${status})`}.`,
    'Check the network; look at the resource in the portal.',
    status === 400 ? 'none' : 'brief',
  );
}
