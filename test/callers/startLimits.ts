import { TableClient } from '@azure/data-tables';
import { createStorage } from '../../local/storage/createStorage.ts';
import { openLimitTable } from '../../src/callers/table.ts';
import { takeStorage } from '../storage.ts';

/** No token is needed with a connection string. */
export const noCredential = { getToken: async () => null };

/** The table of an account of the test's own. */
export async function startLimits() {
  const connectionString = takeStorage();
  await createStorage(connectionString, { tables: true });
  return {
    connectionString,
    table: openLimitTable({ connectionString }, noCredential),
    client: TableClient.fromConnectionString(connectionString, 'callers', {
      allowInsecureConnection: true,
    }),
  };
}
