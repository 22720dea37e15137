import type { TokenCredential } from '@azure/core-auth';
import { LogsQueryClient } from '@azure/monitor-query-logs';
import { ofSession } from '../../ask/askTrace.ts';
import type { Row } from '../../ask/row.ts';
import { isUnknownName, toLogsProblem } from './logsProblem.ts';
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
      if (!isUnknownName(thrown)) throw toLogsProblem(thrown);
      schema = schema === 'component' ? 'workspace' : 'component';
      return ofSession(
        await query(session).catch((again) => Promise.reject(toLogsProblem(again))),
        session,
      );
    }
  };
}
