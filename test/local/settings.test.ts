import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isEmbedded, withAddresses } from '../../local/stack/embedded.ts';
import { root as project } from '../../local/stack/root.ts';
import { loadSettings, readSample } from '../../local/stack/settings.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'callspan-settings-'));
  cpSync(join(project, 'local.settings.sample.json'), join(root, 'local.settings.sample.json'));
});
afterEach(() => rmSync(root, { recursive: true }));
const write = (content: unknown) =>
  writeFileSync(
    join(root, 'local.settings.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );

describe('the settings of a local run', () => {
  it('are the sample’s in a fresh clone', () => {
    expect(loadSettings(root, {})).toEqual(readSample(project));
  });

  it('come from the environment, else from local.settings.json, else from the sample', () => {
    write({ Values: { AZURE_OPENAI_DEPLOYMENT_NAME: 'file', MAX_OUTPUT_TOKENS: '7', MINE: 'x' } });
    const settings = loadSettings(root, { AZURE_OPENAI_DEPLOYMENT_NAME: 'env', OTHER: 'y' });
    expect(settings).toMatchObject({
      AZURE_OPENAI_DEPLOYMENT_NAME: 'env',
      MAX_OUTPUT_TOKENS: '7',
      MINE: 'x',
    });
    expect(settings).not.toHaveProperty('OTHER');
  });

  it.each([
    ['{"Values": {"KEY": "canary', /not valid JSON/],
    [{ IsEncrypted: true, Values: {} }, /func settings decrypt/],
    [{ Values: { KEY: { canary: 1 } } }, /"KEY" in local\.settings\.json is not a string/],
    ['[]', /not a JSON object/],
  ])('%j is one line that says what is wrong, and no value', (content, message) => {
    write(content);
    expect(() => loadSettings(root, {})).toThrow(message);
    expect(() => loadSettings(root, {})).not.toThrow(/canary/);
  });
});

describe('the embedded parts', () => {
  const sample = readSample(project);

  it('are those that the sample names, and follow the ports', () => {
    for (const part of ['model', 'insights', 'storage'] as const)
      expect(isEmbedded(part, sample)).toBe(true);
    const settings = withAddresses(sample, { model: 'http://127.0.0.1:5/v1' });
    expect(settings.AZURE_AI_INFERENCE_ENDPOINT).toBe('http://127.0.0.1:5/v1');
  });

  it.each([
    ['model', 'AZURE_AI_INFERENCE_ENDPOINT', 'http://127.0.0.1:11434/v1'],
    [
      'insights',
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'InstrumentationKey=x;IngestionEndpoint=https://westeurope.in.applicationinsights.azure.com/',
    ],
    ['storage', 'AzureWebJobsStorage', 'DefaultEndpointsProtocol=https;AccountName=a'],
  ] as const)('%s is not started when %s is one’s own', (part, name, value) => {
    expect(isEmbedded(part, { ...sample, [name]: value })).toBe(false);
  });
});
