import type { TokenCredential } from '@azure/core-auth';
import createClient, { type ModelClient } from '@azure-rest/ai-inference';
import type { InferenceConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { createTransport } from './transport.ts';

const userAgentPrefix = 'callspan';

/**
 * The inference client on an OpenAI-v1 endpoint: no api-version, no tracing of its own (ours is around every call), no
 * retries of its own (see complete.ts). Signs in by key, else by Entra ID; a failed sign-in is `model_unauthorized`.
 */
export function createModelClient(
  config: InferenceConfig,
  credential: TokenCredential,
): ModelClient {
  const client = createClient(
    config.endpoint,
    config.key === undefined ? ours(credential) : { key: config.key },
    {
      allowInsecureConnection: config.endpoint.startsWith('http:'), // the configuration allows it on loopback only
      retryOptions: { maxRetries: 0 },
      credentials: { scopes: [tokenScope(config.endpoint)] },
      userAgentOptions: { userAgentPrefix },
      httpClient: createTransport(config.endpoint),
    },
  );
  client.pipeline.removePolicy({ name: 'ClientApiVersionPolicy' });
  client.pipeline.removePolicy({ name: 'InferenceTracingPolicy' });
  client.pipeline.removePolicy({ name: 'decompressResponsePolicy' }); // the transport does not decompress
  client.pipeline.removePolicy({ name: 'redirectPolicy' }); // no API redirects a POST; a body must not go elsewhere
  return client;
}

/** A Foundry project has a scope of its own: https://learn.microsoft.com/azure/ai-foundry/ */
function tokenScope(endpoint: string): string {
  return new URL(endpoint).pathname.startsWith('/api/projects/')
    ? 'https://ai.azure.com/.default'
    : 'https://cognitiveservices.azure.com/.default';
}

function ours(credential: TokenCredential): TokenCredential {
  return {
    async getToken(scopes, options) {
      try {
        return await credential.getToken(scopes, options);
      } catch {
        throw new AppError('model_unauthorized', 'No token for the model could be had.');
      }
    },
  };
}
