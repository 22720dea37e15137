import createClient from '@azure-rest/ai-inference';
import { describe, expect, it } from 'vitest';
import { createModelClient } from '../../../../src/inference/client/client.ts';
import { testConfig } from '../../../testConfig.ts';

const credential = { getToken: async () => null };
const endpoint = 'https://model.invalid/openai/v1';
const namesOf = ({ pipeline }: ReturnType<typeof createClient>) =>
  pipeline.getOrderedPolicies().map(({ name }) => name);

/** What each policy of the SDK would do here: a new one is to be looked at before it is kept or removed. */
const leftOut = [
  'proxyPolicy', // the pool connects by itself
  'decompressResponsePolicy', // the transport does not decompress
  'wrapAbortSignalLikePolicy', // the signal is the platform's own
  'formDataPolicy', // bodies are JSON
  'multipartPolicy',
  'defaultRetryPolicy', // complete.ts retries
  'tracingPolicy', // every call is in a span of ours
  'InferenceTracingPolicy',
  'redirectPolicy', // no API redirects a POST; a body must not go elsewhere
  'logPolicy', // it writes headers and addresses
  'ClientApiVersionPolicy', // the OpenAI v1 surface has no api-version
];

describe('each policy of the SDK is known, and is kept or left out on purpose', () => {
  const kept = ['userAgentPolicy', 'setClientRequestIdPolicy'];
  it.each([
    ['a token', undefined, credential, ['bearerTokenAuthenticationPolicy']],
    [
      'a key',
      'k',
      { key: 'k' },
      ['keyCredentialAuthenticationPolicy', 'customKeyCredentialPolicy'],
    ],
  ])('signed in by %s', (_name, key, given, signIn) => {
    const ours = namesOf(createModelClient({ ...testConfig(endpoint), key }, credential).client);
    expect(ours).toEqual([...kept, ...signIn]);
    expect(new Set(namesOf(createClient(endpoint, given)))).toEqual(
      new Set([...leftOut, ...kept, ...signIn]),
    );
  });
});
