import type { TokenCredential } from '@azure/core-auth';
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';

/**
 * Signs in to Azure: with the managed identity if there is one, else with a developer's own sign-in. Loaded on
 * the first token, as loading the library takes longer than most calls.
 */
export function createCredential(
  managedIdentity: boolean,
  clientId: string | undefined,
): TokenCredential {
  if (!managedIdentity) return new DefaultAzureCredential();
  return new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
}
