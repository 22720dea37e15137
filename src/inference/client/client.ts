import { once } from 'node:events';
import type { AccessToken, TokenCredential } from '@azure/core-auth';
import { bearerTokenAuthenticationPolicy } from '@azure/core-rest-pipeline';
import createClient, { type ModelClient } from '@azure-rest/ai-inference';
import type { InferenceConfig } from '../../config.ts';
import { AppError } from '../../errors.ts';
import { isBug } from '../../values/isBug.ts';
import { createTransport } from './transport.ts';

const userAgentPrefix = 'callspan';

/**
 * Who asks, which request it is, and the sign-in by key or token. The SDK's other policies would break calls (api-version,
 * tracing, decompression, redirects) or do nothing here (retries, logs, proxies, forms) and take a third of the SDK's own time of a call.
 */
const keptPolicies: ReadonlySet<string> = new Set([
  'userAgentPolicy',
  'setClientRequestIdPolicy',
  'bearerTokenAuthenticationPolicy',
  'keyCredentialAuthenticationPolicy',
  'customKeyCredentialPolicy',
]);

/** The client, and how to sign in again. */
export interface SignedInClient {
  readonly client: ModelClient;
  /**
   * Asks for a new token instead of the cached one, within `timeMs`; true when there is one, which calls then
   * use. Never true with a key.
   */
  renewToken(timeMs: number): Promise<boolean>;
}

/**
 * The inference client on an OpenAI-v1 endpoint: no api-version, no tracing of its own (every call is in a span
 * of ours), no retries of its own (see complete.ts). Signs in by key, else by Entra ID; a failed sign-in is
 * `model_unauthorized`.
 */
export function createModelClient(
  config: InferenceConfig,
  credential: TokenCredential,
): SignedInClient {
  const scopes = tokenScope(config.endpoint);
  const entra = remembering(credential);
  const client = createClient(
    config.endpoint,
    config.key === undefined ? entra : { key: config.key },
    {
      allowInsecureConnection: config.endpoint.startsWith('http:'), // the configuration allows http on loopback only
      retryOptions: { maxRetries: 0 },
      credentials: { scopes: [scopes] },
      userAgentOptions: { userAgentPrefix },
      httpClient: createTransport(config.endpoint),
    },
  );
  const { pipeline } = client;
  for (const { name } of pipeline.getOrderedPolicies()) {
    if (!keptPolicies.has(name)) pipeline.removePolicy({ name });
  }
  return {
    client,
    async renewToken(timeMs) {
      const refused = entra.token();
      if (refused === undefined) return false;
      const abortSignal = AbortSignal.timeout(Math.max(1, Math.ceil(timeMs)));
      const given = await Promise.race([
        entra.getToken(scopes, { abortSignal }),
        once(abortSignal, 'abort').then(() => undefined),
      ]);
      if (given === undefined || given.token === refused) return false;
      // The policy keeps the refused token until it expires; a new policy asks again.
      const renewed = bearerTokenAuthenticationPolicy({ credential: entra, scopes });
      pipeline.removePolicy({ name: renewed.name });
      pipeline.addPolicy(renewed);
      return true;
    },
  };
}

/** A Foundry project has a scope of its own: https://learn.microsoft.com/azure/ai-foundry/ */
function tokenScope(endpoint: string): string {
  return new URL(endpoint).pathname.startsWith('/api/projects/')
    ? 'https://ai.azure.com/.default'
    : 'https://cognitiveservices.azure.com/.default';
}

/** The credential with our error, and its last token. */
function remembering(credential: TokenCredential) {
  let last: string | undefined;
  return {
    token: () => last,
    async getToken(...asked: Parameters<TokenCredential['getToken']>): Promise<AccessToken> {
      const given = await credential.getToken(...asked).catch((thrown: unknown) => {
        throw isBug(thrown) ? thrown : noToken(thrown);
      });
      if (given === null) throw noToken();
      last = given.token;
      return given;
    },
  };
}

function noToken(cause?: unknown): AppError {
  const details = cause === undefined ? {} : { cause };
  return new AppError('model_unauthorized', 'No token for the model could be had.', details);
}
