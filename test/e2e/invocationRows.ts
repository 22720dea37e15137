import { expect } from 'vitest';
import { until } from '../time/until.ts';
import type { Row, startApp } from './startApp.ts';

const tables = ['requests', 'dependencies', 'exceptions', 'traces', 'customEvents'];

/**
 * All rows of an invocation, once there are a given number. The host's row is the parent of its first row; children of
 * the host's row are included.
 */
export async function invocationRows(
  app: ReturnType<typeof startApp>,
  session: string,
  count: number,
): Promise<readonly Row[]> {
  const rows = await until(
    'the rows of the invocation',
    async () => {
      const all = (await Promise.all(tables.map((table) => app.rows(table)))).flat();
      const own = all.filter((row) => row.session_Id === session);
      const parents = new Set(own.map((row) => row.operation_ParentId));
      const host = all.find(({ itemType, id }) => itemType === 'requests' && parents.has(id));
      const hops = all.filter((row) => !row.session_Id && row.operation_ParentId === host?.id);
      return [...own, ...(host ? [host, ...hops] : [])];
    },
    (found) => found.length >= count,
  );
  expect(rows.map(({ itemType, name, message }) => `${itemType} ${name ?? message}`)).toHaveLength(
    count,
  );
  return rows;
}
