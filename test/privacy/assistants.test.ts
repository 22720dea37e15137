import { fileURLToPath } from 'node:url';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { createStorage } from '../../local/storage/createStorage.ts';
import { buildWith } from '../e2e/buildWith.ts';
import { startIngestion } from '../e2e/ingestion.ts';
import { reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { callsTools, messagesOf, says, streamsTools, streamsWords } from '../e2e/toolReplies.ts';
import { takeStorage } from '../storage.ts';
import { until } from '../time/until.ts';

// Each is planted where it belongs and looked for everywhere else.
const canaries = {
  question: 'canary-question-0c12',
  instructions: 'canary-instructions-2b90',
  arguments: 'canary-arguments-5d3e',
  brokenArguments: 'canary-broken-61fa',
  unknownField: 'canary-field-8820',
  unknownTool: 'canary-tool-f00d',
  callId: 'canary call id 9a2e',
  words: 'canary-words-44b7',
  result: 'canary-result-77c1',
  refusal: 'canary-refusal-3e44',
  foreign: 'canary-foreign-90ab',
};
/** What the model wrote and was told; a foreign error it is not. */
const content = Object.keys(canaries).filter((name) => name !== 'foreign');

const calls = [
  { name: 'gives', given: { a: canaries.arguments }, id: canaries.callId },
  { name: 'fails', given: {} },
  { name: 'refuses', given: {} },
  { name: 'strict', given: { n: 1, [canaries.unknownField]: 1 } },
  { name: 'gives', given: `{"a":"${canaries.brokenArguments}` },
  { name: canaries.unknownTool, given: {} },
  { name: 'hangs', given: {} },
];
const request = { model: 'leaky', messages: [{ role: 'user', content: canaries.question }] };
const answer = 'The answer.';

const model = await startScriptedModel();
afterAll(model.stop);
const storage = takeStorage();
let built: Awaited<ReturnType<typeof buildWith>>;
beforeAll(async () => {
  await createStorage(storage);
  built = await buildWith(fileURLToPath(new URL('leaky.ts', import.meta.url)));
});
afterAll(async () => {
  await built.remove();
});

/** Every text of a telemetry item, by the name it stands under. */
function texts(value: unknown, name = ''): [name: string, text: string][] {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ['a key', key] as [string, string],
    ...texts(part, Array.isArray(value) ? name : key),
  ]);
}

describe.each([false, true])('what an assistant leaves, recording: %s', (recording) => {
  it(
    recording ? 'holds content in its attributes alone' : 'holds no word of tools or model',
    async () => {
      const ingestion = await startIngestion('none');
      const logs: string[] = [];
      const host = await startHost({
        appDir: built.appDir,
        port: 0,
        settings: {
          ...readSample(root),
          AZURE_AI_INFERENCE_ENDPOINT: model.url,
          APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
          AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: `${recording}`,
          AzureWebJobsStorage: storage,
          OTEL_BSP_SCHEDULE_DELAY: '200',
        },
        onLog: (line) => logs.push(JSON.stringify(line)),
      });
      const post = (body: object) =>
        fetch(`${host.url}/api/v1/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const answers: string[] = [];
      const take = async (response: Response) => {
        answers.push(JSON.stringify([...response.headers]), await response.text());
        return response.status;
      };
      // Whole, streamed, and failing after the tools have run.
      model.replies.push(callsTools(calls, canaries.words), says(answer));
      expect(await take(await post(request))).toBe(200);
      const told = JSON.stringify(messagesOf(model.received.at(-1)));
      model.replies.push(streamsTools(calls), streamsWords(answer));
      expect(await take(await post({ ...request, stream: true }))).toBe(200);
      model.replies.push(
        callsTools(calls, canaries.words),
        reply(400, { error: { code: 'content_filter' } }),
      );
      expect(await take(await post(request))).toBe(400);
      // Over the queue, once answered and once failed for good.
      model.replies.push(callsTools(calls, canaries.words), says(answer));
      const queues = QueueServiceClient.fromConnectionString(storage);
      const send = (job: string) =>
        queues
          .getQueueClient('inference-requests')
          .sendMessage(JSON.stringify({ job: `${job}-${recording}`, request }));
      const messages: string[] = [];
      const heard = async () => {
        const { receivedMessageItems } = await queues
          .getQueueClient('inference-results')
          .receiveMessages({ numberOfMessages: 32 });
        messages.push(...receivedMessageItems.map(({ messageText }) => messageText));
        return messages.length;
      };
      await send('answered');
      await until('the first result message', heard, (count) => count === 1);
      model.replies.push(
        callsTools(calls, canaries.words),
        reply(400, { error: { code: 'content_filter' } }),
      );
      await send('failed');
      await until('the second result message', heard, (count) => count === 2);
      await host.stop();
      ingestion.stop();
      const blobs: string[] = [];
      const container =
        BlobServiceClient.fromConnectionString(storage).getContainerClient('inference-results');
      for await (const { name } of container.listBlobsFlat()) {
        blobs.push((await container.getBlobClient(name).downloadToBuffer()).toString());
      }

      // The model is told all of it but the foreign words.
      for (const [name, canary] of Object.entries(canaries)) {
        expect([name, told.includes(canary)]).toEqual([name, name !== 'foreign']);
      }
      const everywhereElse = { logs, answers, messages, blobs };
      const leaks = Object.entries(canaries).flatMap(([name, canary]) =>
        Object.entries(everywhereElse)
          .filter(([, found]) => found.some((text) => text.includes(canary)))
          .map(([place]) => `${name} in ${place}`),
      );
      expect(leaks).toEqual([]);

      const items = ingestion.received.flatMap((body) => JSON.parse(body) as unknown[]);
      const recorded = items.flatMap((item) => texts(item));
      const found = Object.entries(canaries).flatMap(([name, canary]) =>
        recorded.filter(([, text]) => text.includes(canary)).map(([place]) => ({ name, place })),
      );
      const attributes = [
        'app.request',
        'gen_ai.input.messages',
        'gen_ai.output.messages',
        'gen_ai.system_instructions',
        'gen_ai.tool.call.arguments',
        'gen_ai.tool.call.result',
      ];
      expect([...new Set(found.map(({ place }) => place))].sort()).toEqual(
        recording ? attributes : [],
      );
      expect([...new Set(found.map(({ name }) => name))].sort()).toEqual(
        recording ? content.sort() : [],
      );
      expect(JSON.stringify(items)).toContain('execute_tool gives');
      expect(JSON.stringify(items)).toContain('execute_tool unknown');
    },
  );
});
