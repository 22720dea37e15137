import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { newKey, toSetting } from '../e2e/callers/keys.ts';
import { modelAnswer, modelStream, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, type Row, startApp } from '../e2e/startApp.ts';
import { modelResponse } from '../e2e/typedEvents.ts';
import { until } from '../time/until.ts';

const markdown = readFileSync(join(root, 'docs/telemetry.md'), 'utf8');

/** Names in the first column of the tables under a heading. */
function documented(heading: string): string[] {
  const section = markdown.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? '');
}

/** Names of everything that rows hold. */
function sent(rows: readonly Row[]): string[] {
  const names = rows.flatMap((row) => {
    const { itemType, customDimensions, customMeasurements, ...columns } = row;
    const held = Object.keys(columns).filter((key) => columns[key] !== null);
    return [...held, ...Object.keys(customDimensions), ...Object.keys(customMeasurements ?? {})];
  });
  return [...new Set(names)];
}

const model = await startScriptedModel();
afterAll(model.stop);
const key = newKey();
const json = { 'content-type': 'application/json', 'api-key': key };
const app = startApp(() => ({
  CALLERS: toSetting({ mobile: { key } }),
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10},"text-embedding-3-small":{"input":0.02}}',
  AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true',
}));

describe('docs/telemetry.md', () => {
  const tables: Record<string, readonly Row[]> = {};

  beforeAll(async () => {
    const everything = {
      ...campingRequest,
      temperature: 0.5,
      top_p: 0.9,
      stop: 'END',
      seed: 7,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      reasoning_effort: 'low',
      tools: [{ type: 'function', function: { name: 'weather' } }],
    };
    await app.chat(everything, { ...json, 'x-conversation-id': 'trip-1' });
    model.replies.push(reply(200, modelStream));
    await (await app.chat({ ...campingRequest, stream: true }, json)).text();
    model.replies.push(reply(200, modelResponse));
    await fetch(`${app.stack.app}/api/v1/responses`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ input: 'What should I pack?' }),
    });
    await askEmbeddings();
    await askAssistant();
    model.replies.push(reply(200, modelResponse));
    await fetch(`${app.stack.app}/api/v1/responses`, {
      method: 'POST',
      headers: json,
      body: '{"input":"What should I pack?"}',
    });
    model.replies.push(reply(401, {}));
    await app.chat(campingRequest, json);
    await app.chat({ ...campingRequest, n: 2 }, json);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const message = { job: 'trip-1', caller: 'mobile', request: campingRequest, traceparent };
    await app.queues.getQueueClient('inference-requests').sendMessage(JSON.stringify(message));
    const results = app.queues.getQueueClient('inference-results');
    await until(
      'the result message',
      async () => (await results.peekMessages()).peekedMessageItems.length,
      (count) => count > 0,
    );
    await app.stack.host?.stop();
    for (const table of ['requests', 'dependencies', 'exceptions', 'traces', 'customMetrics']) {
      tables[table] = await app.rows(table);
    }
  });

  /** Embeddings, and a call for them that fails. */
  async function askEmbeddings() {
    const data = [{ object: 'embedding', index: 0, embedding: [0.5] }];
    const usage = { prompt_tokens: 3, total_tokens: 3 };
    const answer = { object: 'list', data, model: 'text-embedding-3-small', usage };
    model.replies.push(reply(200, answer, { 'x-request-id': 'req-1' }), reply(401, {}));
    for (const headers of [{ 'x-conversation-id': 'trip-1' }, {}]) {
      const response = await fetch(`${app.stack.app}/api/v1/embeddings`, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify({ input: 'a tent', dimensions: 1, encoding_format: 'float' }),
      });
      await response.text();
    }
  }

  /** An answer of an assistant: a tool that works, one that does not, and an end; and one that fails. */
  async function askAssistant() {
    const call = (id: string, name: string, given: object) => ({
      id,
      type: 'function',
      function: { name, arguments: JSON.stringify(given) },
    });
    const trip = { terrain: 'coast', season: 'summer', nights: 2, people: 2 };
    const calls = [call('call_1', 'packing_list', trip), call('call_2', 'daylight', {})];
    const message = { role: 'assistant', content: null, tool_calls: calls };
    const choices = [{ index: 0, finish_reason: 'tool_calls', message }];
    model.replies.push(reply(200, { ...modelAnswer, choices }));
    const request = { ...campingRequest, model: 'travel-guide' };
    await app.chat(request, { ...json, 'x-conversation-id': 'trip-2' });
    model.replies.push(reply(401, {}));
    await app.chat(request, json);
  }

  const own = ['cloud_RoleInstance', 'application_Version'];
  const spans = (prefix: string) =>
    (tables.dependencies ?? []).filter(({ name }) => name.startsWith(prefix));
  it.each<[string, () => readonly Row[], readonly string[]]>([
    ['requests', () => tables.requests ?? [], []],
    ['generate_completion', () => spans('generate_completion'), own],
    ['chat {model}', () => spans('chat '), own],
    ['embeddings {model}', () => spans('embeddings '), own],
    ['invoke_agent {assistant}', () => spans('invoke_agent '), own],
    ['execute_tool {tool}', () => spans('execute_tool '), own],
    ['exceptions', () => tables.exceptions ?? [], own],
    ['traces', () => tables.traces ?? [], own],
  ])('%s: every name that is sent is explained, and none that is not', (heading, rows, more) => {
    const names = [...documented('Every row'), ...more, ...documented(heading)];
    expect(sent(rows()).sort()).toEqual([...new Set(names)].sort());
  });

  it('customMetrics: the metrics and their dimensions', () => {
    const rows = tables.customMetrics ?? [];
    const metrics = rows.map(({ name }) => name);
    const names = [...documented('Every row'), ...own, ...documented('customMetrics')];
    expect([...new Set([...sent(rows), ...metrics])].sort()).toEqual([...new Set(names)].sort());
  });
});
