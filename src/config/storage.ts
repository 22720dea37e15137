import { clientId, managedIdentity } from './forms.ts';
import type { Environment, SettingReader } from './settingReader.ts';
import { parseStorageConnection } from './storageConnection.ts';

/** The storage behind triggers, requests and results. */
export type StorageConfig =
  | { readonly connectionString: string }
  | {
      readonly blobServiceUri: string;
      readonly queueServiceUri: string;
      /** For the limits of callers only. */
      readonly tableServiceUri: string | undefined;
      readonly clientId: string | undefined;
    };

/**
 * The storage of a connection string or an identity; undefined when neither is set, or with a problem.
 * Connections by identity: https://learn.microsoft.com/azure/azure-functions/functions-reference#connections
 */
export function readStorage(
  { text, address, problem }: SettingReader,
  environment: Environment,
  appsClientId: string | undefined,
): StorageConfig | undefined {
  const connection = text('AzureWebJobsStorage');
  const blobServiceUri = address('AzureWebJobsStorage__blobServiceUri', false);
  const queueServiceUri = address('AzureWebJobsStorage__queueServiceUri', false);
  const tableServiceUri = address('AzureWebJobsStorage__tableServiceUri', false);
  const ownClientId = text('AzureWebJobsStorage__clientId', clientId);
  text('AzureWebJobsStorage__credential', managedIdentity);
  if (connection !== undefined) {
    const connectionString = parseStorageConnection(connection);
    if (connectionString !== undefined) return { connectionString };
    return problem(
      'AzureWebJobsStorage',
      'must be a connection string of a storage account (with AccountKey, or SharedAccessSignature), or UseDevelopmentStorage=true',
    );
  }
  if (blobServiceUri !== undefined && queueServiceUri !== undefined) {
    return {
      blobServiceUri,
      queueServiceUri,
      tableServiceUri,
      clientId: ownClientId ?? appsClientId,
    };
  }
  const given = Object.keys(environment).filter(
    (name) => name.startsWith('AzureWebJobsStorage__') && text(name) !== undefined,
  );
  const isWhole = ['blob', 'queue'].every((service) =>
    given.includes(`AzureWebJobsStorage__${service}ServiceUri`),
  );
  if (given.length === 0 || isWhole) return undefined;
  return problem(
    'AzureWebJobsStorage__blobServiceUri',
    'and AzureWebJobsStorage__queueServiceUri must both be set for storage by identity',
  );
}
