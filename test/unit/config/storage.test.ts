import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { sha256 } from '../../../src/values/sha256.ts';
import { minimal, problemsOf } from './problemsOf.ts';

const key = Buffer.from('a key of an account').toString('base64');
const blob = 'BlobEndpoint=https://a.blob.core.windows.net';
const queue = 'QueueEndpoint=https://a.queue.core.windows.net';
const uris = {
  AzureWebJobsStorage__blobServiceUri: 'https://a.blob.core.windows.net/',
  AzureWebJobsStorage__queueServiceUri: 'HTTPS://a.queue.core.windows.net',
};
const client = '44444444-4444-4444-4444-444444444444';

/** Where the SDK goes with what the configuration made of a connection string. */
function addressesOf(AzureWebJobsStorage: string) {
  const { storage } = parseConfig({ ...minimal, AzureWebJobsStorage });
  const text = storage && 'connectionString' in storage ? storage.connectionString : '';
  const { hostname, search } = new URL(BlobServiceClient.fromConnectionString(text).url);
  return [hostname, new URL(QueueServiceClient.fromConnectionString(text).url).hostname, search];
}

describe('a connection string of storage', () => {
  it.each([
    'garbage',
    'garbage=1',
    'https://a.blob.core.windows.net',
    `AccountName=a`,
    `DefaultEndpointsProtocol=https;AccountName=a;EndpointSuffix=core.windows.net`,
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=;EndpointSuffix=core.windows.net`,
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=not base64!;EndpointSuffix=core.windows.net`,
    `DefaultEndpointsProtocol=ftp;AccountName=a;AccountKey=${key};EndpointSuffix=core.windows.net`,
    `DefaultEndpointsProtocol=https;AccountName=;AccountKey=${key};EndpointSuffix=core.windows.net`,
    `DefaultEndpointsProtocol=https;AccountName=a b;AccountKey=${key};EndpointSuffix=core.windows.net`,
    `AccountName=a;AccountName=b;AccountKey=${key}`,
    `AccountName=a;AccountKey=${key};BlobEndpoint=nowhere`,
    `${blob};SharedAccessSignature=sv=2025&sig=x`,
    `${blob};${queue}`,
    `${blob};${queue};SharedAccessSignature=`,
    'UseDevelopmentStorage=false',
    'UseDevelopmentStorage=trueish',
    `"AccountName=a;AccountKey=${key}"`,
  ])('that leads nowhere stops the start: %s', (AzureWebJobsStorage) => {
    expect(problemsOf({ AzureWebJobsStorage })).toEqual(['AzureWebJobsStorage']);
  });

  it.each([
    [
      `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${key};EndpointSuffix=core.windows.net`,
    ],
    [
      ` DefaultEndpointsProtocol=https; AccountName=a; AccountKey=${key}; EndpointSuffix=core.windows.net; `,
    ],
    // What the host of the triggers takes, the app takes too.
    [`AccountName=a;AccountKey=${key}`],
    [`accountname=a;accountkey=${key}`],
    [`AccountName=a;AccountKey=${key};${blob};${queue}`],
  ])('by key is taken as the host takes it: %s', (text) => {
    expect(addressesOf(text)).toEqual(['a.blob.core.windows.net', 'a.queue.core.windows.net', '']);
  });

  it('by signature is taken', () => {
    expect(addressesOf(`${blob};${queue};SharedAccessSignature=sv=2025&sig=x%3D`)).toEqual([
      'a.blob.core.windows.net',
      'a.queue.core.windows.net',
      '?sv=2025&sig=x%3D',
    ]);
  });

  it.each(['UseDevelopmentStorage=true', 'usedevelopmentstorage=TRUE;'])(
    '%s is the emulator',
    (text) => {
      expect(addressesOf(text)).toEqual(['127.0.0.1', '127.0.0.1', '']);
    },
  );
});

describe('storage by identity', () => {
  it('needs both addresses, which are told in one error with what else is wrong', () => {
    expect(parseConfig({ ...minimal, ...uris, AZURE_CLIENT_ID: client }).storage).toEqual({
      blobServiceUri: 'https://a.blob.core.windows.net',
      queueServiceUri: 'https://a.queue.core.windows.net',
      tableServiceUri: undefined,
      clientId: client,
    });
    const { AzureWebJobsStorage__blobServiceUri, AzureWebJobsStorage__queueServiceUri } = uris;
    const together = 'AzureWebJobsStorage__blobServiceUri';
    expect(problemsOf({ AzureWebJobsStorage__blobServiceUri })).toEqual([together]);
    expect(problemsOf({ AzureWebJobsStorage__queueServiceUri })).toEqual([together]);
    // Forms of the host that the app does not read would leave it without storage.
    expect(problemsOf({ AzureWebJobsStorage__accountName: 'mine' })).toEqual([together]);
    expect(problemsOf({ AzureWebJobsStorage__clientId: client })).toEqual([together]);
    expect(problemsOf({ ...uris, AzureWebJobsStorage__clientId: 'mine' })).toEqual([
      'AzureWebJobsStorage__clientId',
    ]);
  });

  it.each([
    ['AzureWebJobsStorage__blobServiceUri', 'http://127.0.0.1:10000'],
    ['AzureWebJobsStorage__blobServiceUri', 'a.blob.core.windows.net'],
    ['AzureWebJobsStorage__queueServiceUri', 'https://a.queue.core.windows.net?sig=secret'],
    ['AzureWebJobsStorage__queueServiceUri', 'https://user:pass@a.queue.core.windows.net'],
    ['AzureWebJobsStorage__credential', 'workloadidentity'],
    ['AzureWebJobsStorage__clientId', 'app-identity'],
    ['AZURE_CLIENT_ID', 'app-identity'],
  ])('%s=%s stops the start', (name, value) => {
    expect(problemsOf({ ...uris, [name]: value })).toEqual([name]);
  });

  it('managedIdentity may be written in any case', () => {
    expect(problemsOf({ ...uris, AzureWebJobsStorage__credential: 'ManagedIdentity' })).toEqual([]);
  });
});

describe('limits of callers', () => {
  const CALLERS = JSON.stringify({ mobile: { keys: [sha256('key')], requestsPerMinute: 1 } });
  const tableServiceUri = 'https://a.table.core.windows.net';

  it.each<[string, Record<string, string>, string | undefined]>([
    ['no storage', {}, 'AzureWebJobsStorage'],
    ['an identity without the address of tables', uris, 'AzureWebJobsStorage__tableServiceUri'],
    [
      'an identity with it',
      { ...uris, AzureWebJobsStorage__tableServiceUri: tableServiceUri },
      undefined,
    ],
    ['a key', { AzureWebJobsStorage: `AccountName=a;AccountKey=${key}` }, undefined],
    ['the emulator', { AzureWebJobsStorage: 'UseDevelopmentStorage=true' }, undefined],
    [
      'a signature without the address of tables',
      { AzureWebJobsStorage: `${blob};${queue};SharedAccessSignature=sv=2025&sig=x` },
      'AzureWebJobsStorage',
    ],
    [
      'a signature with it',
      {
        AzureWebJobsStorage: `${blob};${queue};TableEndpoint=${tableServiceUri};SharedAccessSignature=sv=2025&sig=x`,
      },
      undefined,
    ],
    ['wrong storage, told once', { AzureWebJobsStorage: 'garbage' }, 'AzureWebJobsStorage'],
  ])('need tables: %s', (_name, environment, problem) => {
    expect(problemsOf({ ...environment, CALLERS })).toEqual(problem === undefined ? [] : [problem]);
  });

  it('that are not set need none', () => {
    const free = JSON.stringify({ mobile: { keys: [sha256('key')] } });
    expect(problemsOf({ CALLERS: free })).toEqual([]);
  });
});
