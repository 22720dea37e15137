import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { minimal, problemsOf } from './problemsOf.ts';

const endpointOf = (AZURE_AI_INFERENCE_ENDPOINT: string) =>
  parseConfig({ ...minimal, AZURE_AI_INFERENCE_ENDPOINT }).inference;

describe('an endpoint', () => {
  it.each([
    ['HTTP://127.0.0.1:7073/v1', 'http://127.0.0.1:7073/v1'],
    ['http://LOCALHOST:7073/v1/', 'http://localhost:7073/v1'],
    ['http://[::1]:7073/v1', 'http://[::1]:7073/v1'],
    ['HTTPS://R.OpenAI.Azure.com/OpenAI/v1//', 'https://r.openai.azure.com/OpenAI/v1'],
    [' https://example.com:443 ', 'https://example.com'],
  ])('%s is read as %s', (written, read) => {
    expect(endpointOf(written).endpoint).toBe(read);
  });

  it.each([
    'http://example.com/v1',
    'HTTP://example.com/v1',
    'http://127.0.0.1.example.com/v1',
    'http://0.0.0.0:7073/v1',
    'https://user@example.com/v1',
    'https://:pass@example.com/v1',
    'https://example.com/v1?api-version=1',
    'https://example.com/v1?',
    'https://example.com/v1#top',
    'https:example.com/v1',
    'https:///example.com/v1',
    'https:\\\\example.com\\v1',
    'https://exam\tple.com/v1',
    'https://example.com/a b',
    'https://',
    'https://[/',
    'ftp://127.0.0.1/v1',
    'file:///v1',
    'localhost:7073/v1',
    '//example.com/v1',
  ])('%s stops the start', (AZURE_AI_INFERENCE_ENDPOINT) => {
    expect(problemsOf({ AZURE_AI_INFERENCE_ENDPOINT })).toEqual(['AZURE_AI_INFERENCE_ENDPOINT']);
  });

  it('of a project is never on plain http, loopback or not', () => {
    expect(problemsOf({ AZURE_AI_PROJECT_ENDPOINT: 'HTTP://127.0.0.1/api/projects/p' })).toEqual([
      'AZURE_AI_PROJECT_ENDPOINT',
    ]);
  });
});

describe('AZURE_AI_INFERENCE_KEY', () => {
  const keyOf = (AZURE_AI_INFERENCE_ENDPOINT: string, AZURE_AI_INFERENCE_KEY: string) =>
    parseConfig({ AZURE_AI_INFERENCE_ENDPOINT, AZURE_AI_INFERENCE_KEY }).inference.key;

  it('goes to whatever endpoint is set, a gateway on this machine too', () => {
    expect(keyOf('http://127.0.0.1:4000/v1', 'mine')).toBe('mine');
    expect(keyOf('HTTP://localhost:4000/v1', 'mine')).toBe('mine');
    expect(keyOf('https://example.com/v1', ' mine\n')).toBe('mine');
  });

  it('is not needed: Azure is asked with a token, a model on plain-http loopback with the word "local"', () => {
    expect(keyOf('https://example.com/v1', '')).toBeUndefined();
    expect(keyOf('http://127.0.0.1:4000/v1', '')).toBe('local');
    expect(keyOf('HTTP://127.0.0.1:4000/v1', ' ')).toBe('local');
  });

  it.each(['two words', 'line\nbreak', 'quotes “ ”', 'nul\0'])(
    'that no header can carry stops the start: %j',
    (AZURE_AI_INFERENCE_KEY) => {
      expect(problemsOf({ AZURE_AI_INFERENCE_KEY })).toEqual(['AZURE_AI_INFERENCE_KEY']);
    },
  );
});
