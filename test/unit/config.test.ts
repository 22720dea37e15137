import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { settingsInCode, settingsOfPlatform } from '../settingsInCode.ts';

const minimal = { AZURE_AI_INFERENCE_ENDPOINT: 'https://example.openai.azure.com/openai/v1' };
const key = 'InstrumentationKey=00000000-0000-0000-0000-000000000000';

function problemsOf(environment: Record<string, string>): string {
  try {
    parseConfig({ ...minimal, ...environment });
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

describe('settings', () => {
  it('an endpoint is enough; everything else has its documented default', () => {
    const config = parseConfig(minimal);
    expect(config.inference).toMatchObject({
      models: ['gpt-4o'],
      key: undefined,
      systemPrompt: undefined,
      maxOutputTokens: 4096,
      httpDeadlineMs: 100_000,
      queueDeadlineMs: 60_000,
    });
    expect(config.telemetry).toMatchObject({
      samplingRatio: 1,
      contentRecording: false,
      serviceName: 'callspan',
    });
    expect(config.storage).toBeUndefined();
  });

  it('a project gives its own OpenAI endpoint, and an endpoint of its own wins', () => {
    const project = 'https://r.services.ai.azure.com/api/projects/p';
    expect(parseConfig({ AZURE_AI_PROJECT_ENDPOINT: `${project}/` }).inference.endpoint).toBe(
      `${project}/openai/v1`,
    );
    const both = parseConfig({ ...minimal, AZURE_AI_PROJECT_ENDPOINT: project });
    expect(both.inference.endpoint).toBe(minimal.AZURE_AI_INFERENCE_ENDPOINT);
  });

  it('empty counts as absent', () => {
    const config = parseConfig({ ...minimal, SYSTEM_PROMPT: ' ', MAX_OUTPUT_TOKENS: '' });
    expect(config.inference.systemPrompt).toBeUndefined();
    expect(config.inference.maxOutputTokens).toBe(4096);
  });

  it('fallbacks keep their order and drop what is there already', () => {
    const config = parseConfig({
      ...minimal,
      AZURE_OPENAI_FALLBACK_DEPLOYMENTS: 'b, gpt-4o ,,c,b',
    });
    expect(config.inference.models).toEqual(['gpt-4o', 'b', 'c']);
  });

  it.each([
    ['AZURE_AI_INFERENCE_ENDPOINT', 'http://example.com/v1'],
    ['AZURE_AI_INFERENCE_ENDPOINT', 'https://user:pass@example.com/v1'],
    ['AZURE_AI_INFERENCE_ENDPOINT', 'example.com'],
    ['AZURE_AI_PROJECT_ENDPOINT', 'http://127.0.0.1/api/projects/p'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'secret-without-a-key'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', `${key};IngestionEndpoint=http://example.com/`],
    ['TELEMETRY_SAMPLING_RATIO', '0.004'],
    ['TELEMETRY_SAMPLING_RATIO', '1.01'],
    ['TELEMETRY_SAMPLING_RATIO', 'half'],
    ['AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED', '1'],
    ['MODEL_PRICES', '{"gpt-4o":{"input":"2.5","output":10}}'],
    ['MODEL_PRICES', '{"gpt-4o":{"input":2.5}}'],
    ['MODEL_PRICES', '{"gpt-4o":null}'],
    ['MODEL_PRICES', '[]'],
    ['MAX_OUTPUT_TOKENS', '-7'],
    ['MAX_OUTPUT_TOKENS', '1.5'],
    ['HTTP_DEADLINE_SECONDS', '221'],
    ['QUEUE_DEADLINE_SECONDS', '241'],
    ['AzureWebJobsStorage__blobServiceUri', 'https://a.blob.core.windows.net'],
    ['AzureWebJobsStorage__credential', 'key'],
  ])('%s=%s stops the start, by name and never by value', (name, value) => {
    const message = problemsOf({ [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain(value);
  });

  it('all problems stand in one error', () => {
    const message = problemsOf({ MAX_OUTPUT_TOKENS: 'x', HTTP_DEADLINE_SECONDS: 'y' });
    expect(message).toContain('MAX_OUTPUT_TOKENS');
    expect(message).toContain('HTTP_DEADLINE_SECONDS');
    expect(() => parseConfig({})).toThrow(
      'AZURE_AI_PROJECT_ENDPOINT or AZURE_AI_INFERENCE_ENDPOINT',
    );
  });

  it.each(['0', '0.01', '0.07', '0.29', '0.57', '0.99', '1', '1.0'])(
    'a ratio of %s is taken',
    (ratio) => {
      expect(
        parseConfig({ ...minimal, TELEMETRY_SAMPLING_RATIO: ratio }).telemetry.samplingRatio,
      ).toBe(Number(ratio));
    },
  );

  it('content recording is on for true in any case', () => {
    const config = parseConfig({
      ...minimal,
      AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'TRUE',
    });
    expect(config.telemetry.contentRecording).toBe(true);
  });

  it('the configuration cannot be changed afterwards', () => {
    const config = parseConfig(minimal);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.inference)).toBe(true);
    expect(Object.isFrozen(config.telemetry)).toBe(true);
  });
});

describe('one list of settings', () => {
  const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const sample: Record<string, string> = JSON.parse(read('local.settings.sample.json')).Values;
  // Storage by identity and how the host signs in to telemetry have no local form.
  const settings = [...settingsInCode].filter(
    (name) =>
      !settingsOfPlatform.includes(name) &&
      name !== 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING' &&
      !name.startsWith('AzureWebJobsStorage__'),
  );

  // Without the last two the host keeps 5 traces a second.
  const ofHost = ['FUNCTIONS_WORKER_RUNTIME', 'OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'];

  it("the sample has every setting of the code, and none besides but the host's own", () => {
    expect(Object.keys(sample).sort()).toEqual([...settings, ...ofHost].sort());
  });

  it('docs/settings.md explains every setting', () => {
    const guide = read('docs/settings.md');
    for (const name of settings) expect(guide).toContain(`\`${name}\``);
  });

  it('the sample is itself a valid configuration', () => {
    expect(parseConfig(sample).inference.models).toEqual(['gpt-4o', 'gpt-4o-mini']);
  });
});
