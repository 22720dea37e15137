import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { settingsInCode, settingsOfPlatform } from '../../settingsInCode.ts';
import { both, ofType, plain, read, settingsOf, vnet } from '../deployments.ts';

describe('settings', () => {
  /** What no deployment sets: keys, and what Flex Consumption knows by itself and refuses as a setting. */
  const never = ['AZURE_AI_INFERENCE_KEY', 'AzureWebJobsStorage', 'FUNCTIONS_WORKER_RUNTIME'];
  /** What the host reads and the worker takes out of its environment: without them the host keeps 5 traces a second. */
  const forHost = ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'];
  const sample: Record<string, string> = JSON.parse(read('local.settings.sample.json')).Values;

  it.each(both)(
    'all that the code reads is set, and nothing that neither it nor the host reads (%s)',
    (_name, deployment) => {
      const expected = [...settingsInCode, ...forHost].filter(
        (name) => ![...settingsOfPlatform, ...never].includes(name),
      );
      expect(Object.keys(settingsOf(deployment)).sort()).toEqual(expected.sort());
    },
  );

  it('all of the sample is set, but for keys and what the platform knows', () => {
    const missing = Object.keys(sample).filter((name) => !(name in settingsOf(plain)));
    expect(missing.sort()).toEqual([...never].sort());
  });

  it.each(both)('the app starts with them (%s)', (_name, deployment) => {
    const client = '44444444-4444-4444-4444-444444444444';
    const resolved: Record<string, string> = {
      AzureWebJobsStorage__blobServiceUri: 'https://st.blob.core.windows.net',
      AzureWebJobsStorage__queueServiceUri: 'https://st.queue.core.windows.net',
      AzureWebJobsStorage__clientId: client,
      AZURE_CLIENT_ID: client,
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${client};IngestionEndpoint=https://in.example/`,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${client};Authorization=AAD`,
    };
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

  it.each(both)('the host keeps the traces that the worker keeps (%s)', (_name, deployment) => {
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
