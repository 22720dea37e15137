import { expect } from 'vitest';
import { until } from '../time/until.ts';
import type { Row, startApp } from './startApp.ts';

const tables = ['requests', 'dependencies', 'exceptions', 'traces', 'customEvents'];

/** All rows of an invocation, once there are so many; the host's row belongs to it by the invocation ID. */
export async function invocationRows(
  app: ReturnType<typeof startApp>,
  session: string,
  count: number,
): Promise<readonly Row[]> {
  const rows = await until(
    'the rows of the invocation',
    async () => {
      const all = (await Promise.all(tables.map((table) => app.rows(table)))).flat();
      return all.filter(
        (row) =>
          row.session_Id === session || row.customDimensions['faas.invocation_id'] === session,
      );
    },
    (found) => found.length >= count,
  );
  expect(rows).toHaveLength(count);
  return rows;
}
