import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { settingsInCode, settingsOfPlatform } from '../../settingsInCode.ts';
import {
  both,
  every,
  existingAccount,
  existingEndpoint,
  ofType,
  only,
  plain,
  read,
  settingsOf,
  vnet,
} from '../deployments.ts';

describe('settings', () => {
  /** What no deployment sets: keys, and what Flex Consumption knows by itself and refuses as a setting. */
  const never = ['AZURE_AI_INFERENCE_KEY', 'AzureWebJobsStorage', 'FUNCTIONS_WORKER_RUNTIME'];
  /** What the host reads and the worker takes out of its environment: without them the host keeps 5 traces a second. */
  const forHost = ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'];
  const sample: Record<string, string> = JSON.parse(read('local.settings.sample.json')).Values;

  it.each(every)(
    'all that the code reads is set, and nothing that neither it nor the host reads (%s)',
    (_name, deployment) => {
      const expected = [...settingsInCode, ...forHost].filter(
        (name) => ![...settingsOfPlatform, ...never].includes(name),
      );
      if (deployment === existingEndpoint) expected.push('AZURE_AI_INFERENCE_KEY');
      expect(Object.keys(settingsOf(deployment)).sort()).toEqual(expected.sort());
    },
  );

  it('all of the sample is set, but for keys and what the platform knows', () => {
    const missing = Object.keys(sample).filter((name) => !(name in settingsOf(plain)));
    expect(missing.sort()).toEqual([...never].sort());
  });

  const client = '44444444-4444-4444-4444-444444444444';
  const resolved: Record<string, string> = {
    AzureWebJobsStorage__blobServiceUri: 'https://st.blob.core.windows.net',
    AzureWebJobsStorage__queueServiceUri: 'https://st.queue.core.windows.net',
    AzureWebJobsStorage__tableServiceUri: 'https://st.table.core.windows.net',
    CALLERS: '', // a secure parameter stays out of snapshots
    AzureWebJobsStorage__clientId: client,
    AZURE_CLIENT_ID: client,
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${client};IngestionEndpoint=https://in.example/`,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${client};Authorization=AAD`,
  };

  it.each(both)('the app starts with them (%s)', (_name, deployment) => {
    const settings = settingsOf(deployment);
    const unresolved = Object.keys(settings).filter((name) => settings[name]?.startsWith('['));
    expect(unresolved.sort()).toEqual(Object.keys(resolved).sort());
    const { inference, telemetry, storage, clientId } = parseConfig({ ...settings, ...resolved });
    expect(inference.endpoint).toBe(deployment.outputs.AZURE_AI_INFERENCE_ENDPOINT);
    expect(inference.endpoint).toMatch(/^https:\/\/aif-\w+\.openai\.azure\.com\/openai\/v1$/);
    const deployed = ofType(deployment, 'Microsoft.CognitiveServices/accounts/deployments');
    const { models } = inference;
    const embeddingModel = [inference.embeddingModel ?? []].flat();
    expect([...models, ...embeddingModel]).toEqual(deployed.map(({ name }) => name.split('/')[1]));
    for (const name of [...models, ...embeddingModel])
      expect([...inference.prices.keys()]).toContain(name);
    expect(inference.maxOutputTokens).toBeGreaterThan(4096);
    expect(telemetry.entraIngestion).toBe(true);
    expect(storage).toMatchObject({ clientId: client });
    expect(clientId).toBe(client);
  });

  it('callers and aliases arrive as they were given, and without callers the setting is empty', () => {
    expect(settingsOf(vnet).MODEL_ALIASES).toBe('{"gpt-4*":"gpt-5.4-mini"}');
    expect(settingsOf(plain).MODEL_ALIASES).toBe('{}');
    for (const [, deployment] of every) {
      expect(settingsOf(deployment).CALLERS).toBe(
        "[if(empty(parameters('callers')), '', string(parameters('callers')))]",
      );
    }
    expect(JSON.stringify(vnet)).not.toMatch(/[0-9a-f]{64}/);
  });

  it('the key of an endpoint of others is a name that the platform puts the secret in place of', () => {
    expect(settingsOf(existingEndpoint)).toMatchObject({
      AZURE_AI_INFERENCE_ENDPOINT: 'https://models.example.com/v1',
      AZURE_AI_INFERENCE_KEY: '@Microsoft.KeyVault(VaultName=keys-of-all;SecretName=models-key)',
      AZURE_OPENAI_DEPLOYMENT_NAME: 'our-gpt',
    });
    const { keyVaultReferenceIdentity } = only(existingEndpoint, 'Microsoft.Web/sites');
    expect(keyVaultReferenceIdentity).toMatch(/\/userAssignedIdentities\/id-/);
    expect(only(plain, 'Microsoft.Web/sites').keyVaultReferenceIdentity).toBeNull();
  });

  it.each([
    ['an account', existingAccount, 'https://models.openai.azure.com/openai/v1'],
    ['an endpoint', existingEndpoint, 'https://models.example.com/v1'],
  ])('the app starts with %s that was there', (_name, deployment, endpoint) => {
    const asked = { AZURE_AI_INFERENCE_ENDPOINT: endpoint };
    const { inference } = parseConfig({ ...settingsOf(deployment), ...resolved, ...asked });
    expect(inference.models).toEqual(['our-gpt']);
  });

  it('an account that was there is asked at its subdomain, which its name need not be', () => {
    const { AZURE_AI_INFERENCE_ENDPOINT: endpoint } = settingsOf(existingAccount);
    expect(endpoint).toMatch(/accounts\/models-of-all', '[\d-]+'\)\.customSubDomainName/);
  });

  it('an app reads no project that was not made', () => {
    expect(settingsOf(existingEndpoint).AZURE_AI_PROJECT_ENDPOINT).toBe('');
    expect(settingsOf(existingAccount).AZURE_AI_PROJECT_ENDPOINT).toBe('');
  });

  it.each(every)('the host keeps the traces that the worker keeps (%s)', (_name, deployment) => {
    const settings = settingsOf(deployment);
    expect(settings.OTEL_TRACES_SAMPLER).toBe('microsoft.fixed_percentage');
    expect(settings.OTEL_TRACES_SAMPLER_ARG).toBe(settings.TELEMETRY_SAMPLING_RATIO);
    expect(Number(settings.OTEL_TRACES_SAMPLER_ARG)).toBeGreaterThan(0);
  });

  it('the project is named to an app that may read it, and to no other', () => {
    expect(settingsOf(plain).AZURE_AI_PROJECT_ENDPOINT).toBe('');
    expect(settingsOf(vnet).AZURE_AI_PROJECT_ENDPOINT).toBe(vnet.outputs.AZURE_AI_PROJECT_ENDPOINT);
    expect(settingsOf(plain).AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED).toBe('false');
    expect(settingsOf(vnet).AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED).toBe('true');
  });
});
