import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { minimal, problemsOf } from './problemsOf.ts';

describe('every setting', () => {
  it.each([
    [
      'MAX_OUTPUT_TOKENS',
      ['0', '-1', '1.5', '1e7', 'Infinity', '-Infinity', 'NaN', '1_000', '1,000', '10 0', '٣'],
    ],
    ['HTTP_DEADLINE_SECONDS', ['0', '0.5', '221', '1e3', 'Infinity', '100s', '1:40']],
    ['QUEUE_DEADLINE_SECONDS', ['0', '241', '1e3', 'Infinity', '60s']],
    ['TELEMETRY_SAMPLING_RATIO', ['-0.1', '1.1', '0.005', '25%', 'Infinity', '1/2']],
    ['AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED', ['yes', '1', 'on', 'true;']],
    ['AZURE_OPENAI_DEPLOYMENT_NAME', ['gpt 4o', 'a,b', 'a\u0000b', 'x'.repeat(257)]],
    ['AZURE_OPENAI_FALLBACK_DEPLOYMENTS', ['a b', 'a;b c', `a,${'x'.repeat(257)}`]],
  ])('%s: a wrong value stops the start, by name', (name, values) => {
    for (const value of values)
      expect([value, problemsOf({ [name]: value })]).toEqual([value, [name]]);
  });

  it('numbers are read as they are written: blanks around, fractions, exponents', () => {
    const { inference, telemetry } = parseConfig({
      ...minimal,
      MAX_OUTPUT_TOKENS: ' 1e4\n',
      HTTP_DEADLINE_SECONDS: '2.5',
      QUEUE_DEADLINE_SECONDS: '+30',
      TELEMETRY_SAMPLING_RATIO: '5e-1',
    });
    expect(inference).toMatchObject({
      maxOutputTokens: 10_000,
      httpDeadlineMs: 2_500,
      queueDeadlineMs: 30_000,
    });
    expect(telemetry.samplingRatio).toBe(0.5);
  });

  it('a list of many fallbacks is looked at all the same', () => {
    const list = `${'x '.repeat(50_000)},${' ,'.repeat(50_000)}`;
    expect(problemsOf({ AZURE_OPENAI_FALLBACK_DEPLOYMENTS: list })).toHaveLength(1);
  });

  it('every problem is in one error, storage and telemetry with the rest', () => {
    const problems = problemsOf({
      AZURE_AI_PROJECT_ENDPOINT: 'nowhere',
      AZURE_AI_INFERENCE_ENDPOINT: 'HTTP://example.com',
      AZURE_AI_INFERENCE_KEY: 'two words',
      MODEL_PRICES: '{"m":{"input":1e400,"output":1}}',
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'canary',
      AzureWebJobsStorage: 'garbage',
      AzureWebJobsStorage__clientId: 'mine',
      MAX_OUTPUT_TOKENS: 'many',
    });
    expect([...problems].sort()).toEqual([
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'AZURE_AI_INFERENCE_ENDPOINT',
      'AZURE_AI_INFERENCE_KEY',
      'AZURE_AI_PROJECT_ENDPOINT',
      'AzureWebJobsStorage',
      'AzureWebJobsStorage__clientId',
      'MAX_OUTPUT_TOKENS',
      'MODEL_PRICES',
    ]);
  });
});
