import { once } from 'node:events';
import createClient from '@azure-rest/ai-inference';
import { callModel } from '../../src/inference/answer/callModel.ts';
import { chatOperation } from '../../src/inference/chatOperation.ts';
import { createModelClient } from '../../src/inference/client/client.ts';
import { deadlineIn } from '../../src/values/deadline.ts';
import { testConfig } from '../../test/testConfig.ts';

// Calls a model as often as it is told: over the app's pool of connections, or over the SDK's own transport (node:http, with
// a kept-alive agent), which differs in nothing else.

const [endpoint = '', transport] = process.argv.slice(2);

function sdkClient() {
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
  const client = createClient(endpoint, { key: 'local' }, options);
  for (const name of ['ClientApiVersionPolicy', 'InferenceTracingPolicy', 'redirectPolicy']) {
    client.pipeline.removePolicy({ name });
  }
  return client;
}

function pooledClient() {
  return createModelClient(testConfig(endpoint), { getToken: async () => null }).client;
}

const client = transport === 'pool' ? pooledClient() : sdkClient();
const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'What should I pack?' }] };
const chat = chatOperation({ request: { messages: [] } }, testConfig(endpoint));
const { signal: stays } = new AbortController();

process.send?.({});
for (;;) {
  const [{ count, concurrency }] = (await once(process, 'message')) as [
    { count: number; concurrency: number },
  ];
  const cpu = process.cpuUsage();
  const begin = performance.now();
  let left = count;
  const run = async () => {
    while (left-- > 0)
      await callModel(client, chat, body, { deadline: deadlineIn(10_000), left: stays }, () => {});
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  const { user, system } = process.cpuUsage(cpu);
  const tookMs = performance.now() - begin;
  process.send?.({ cpuMs: (user + system) / 1_000 / count, perSecond: count / (tookMs / 1_000) });
}
