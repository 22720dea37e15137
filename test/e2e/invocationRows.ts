import { expect } from 'vitest';
import { type Row, type startApp, until } from './startApp.ts';

const tables = ['requests', 'dependencies', 'exceptions', 'traces', 'customEvents'];

/** All rows of an invocation, once there are so many; the host's row belongs to it by the invocation ID. */
export async function invocationRows(
  app: ReturnType<typeof startApp>,
  session: string,
  count: number,
): Promise<readonly Row[]> {
  const rows = await until(
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
