import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogLine } from '../../local/host/messages.ts';
import { type Host, startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { modelAnswer, startScriptedModel } from './scriptedModel.ts';
import { campingRequest } from './startApp.ts';

// Behaviour of a worker without log hooks (Azure/azure-functions-nodejs-worker before 3.10).
const oldWorker = `
const core = require('@azure/functions-core');
const { registerHook } = core;
core.registerHook = (name, callback) => {
  if (name === 'log') {
    throw Object.assign(new RangeError('Unrecognized hook "log"'), { isAzureFunctionsSystemError: true });
  }
  return registerHook(name, callback);
};
require(${JSON.stringify(join(root, 'dist/app/main.js'))});`;

const model = await startScriptedModel();
const logs: LogLine[] = [];
let host: Host;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callspan-old-'));
  await writeFile(join(folder, 'main.js'), oldWorker);
  await writeFile(join(folder, 'package.json'), '{"main":"main.js","type":"commonjs"}');
  await writeFile(join(folder, 'host.json'), '{"version":"2.0"}');
  host = await startHost({
    appDir: folder,
    port: 0,
    settings: {
      AZURE_AI_INFERENCE_ENDPOINT: model.url,
      APPLICATIONINSIGHTS_CONNECTION_STRING:
        'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:9/',
    },
    onLog: (line) => logs.push(line),
  });
});
afterAll(async () => {
  await host.stop();
  model.stop();
  await rm(folder, { recursive: true });
});

it('a worker without log hooks runs every function, leaves the lines to the host, and warns once', async () => {
  const response = await fetch(`${host.url}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(campingRequest),
  });
  expect([response.status, await response.json()]).toEqual([200, modelAnswer]);
  expect(host.capabilities()).not.toHaveProperty('WorkerOpenTelemetryEnabled');
  expect(logs.filter(({ message }) => message.includes('has no log hooks'))).toHaveLength(1);
});
