import type { TokenCredential } from '@azure/core-auth';
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';

/**
 * Signs in to Azure: the managed identity where there is one, else whatever a developer is signed in with. Loaded on the
 * first token, as the library costs more to start than most calls.
 */
export function createCredential(
  managedIdentity: boolean,
  clientId: string | undefined,
): TokenCredential {
  if (!managedIdentity) return new DefaultAzureCredential();
  return new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
}
