import { type InferenceConfig, parseConfig } from '../src/config.ts';

/** A configuration with the settings' defaults, for a model at an endpoint, even one that no setting accepts. */
export function testConfig(endpoint: string, more: Partial<InferenceConfig> = {}): InferenceConfig {
  const { inference } = parseConfig(
    { AZURE_AI_INFERENCE_ENDPOINT: 'http://127.0.0.1:1/v1' },
    'test',
  );
  return { ...inference, endpoint, ...more };
}
