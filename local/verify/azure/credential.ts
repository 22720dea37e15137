import type { AccessToken, TokenCredential } from '@azure/core-auth';
import {
  AzureDeveloperCliCredential,
  ChainedTokenCredential,
  DefaultAzureCredential,
} from '@azure/identity';
import { Problem } from '../problem.ts';

/** The user signed in with azd, else any sign-in that Azure's SDKs know: `az`, a workload identity, and so on. */
export function createCredential(tenantId: string | undefined): TokenCredential {
  const tenant = tenantId ? { tenantId } : {};
  return withPlainErrors(
    new ChainedTokenCredential(
      new AzureDeveloperCliCredential(tenant),
      new DefaultAzureCredential(tenant),
    ),
  );
}

/** The libraries' own errors list every attempt, with the output of other programs. */
export function withPlainErrors(credential: TokenCredential): TokenCredential {
  return {
    async getToken(scopes, options): Promise<AccessToken> {
      const token = await credential.getToken(scopes, options).catch(() => null);
      if (token !== null) return token;
      throw new Problem(
        'Nobody is signed in to Azure here.',
        'Run `azd auth login` (or `az login`), with --tenant-id when you have several tenants.',
      );
    },
  };
}
