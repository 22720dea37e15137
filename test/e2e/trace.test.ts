import { afterAll, expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { invocationRows } from './invocationRows.ts';
import { printTrace } from './printTrace.ts';
import { modelAnswer, modelStream, reply, startScriptedModel } from './scriptedModel.ts';
import { campingRequest, startApp } from './startApp.ts';

// Everything that a call leaves, as it arrives at the ingestion endpoint, compared with readable files:
// test/e2e/golden. `vitest -u` writes them again; read the diff before you keep it.

const model = await startScriptedModel();
afterAll(model.stop);
const settings = {
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  SYSTEM_PROMPT: 'You are a travel guide.',
  MODEL_PRICES:
    '{"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25},"text-embedding-3-small":{"input":0.02}}',
};
const app = startApp(() => settings);
const recording = startApp(() => ({
  ...settings,
  AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true',
}));

async function sessionOf(response: Promise<Response>): Promise<string> {
  return (await response).headers.get('x-request-id') ?? '';
}

it('one HTTP call: the host, the invocation, the call to the model, one line', async () => {
  const session = await sessionOf(
    app.chat(
      {
        ...campingRequest,
        temperature: 0.5,
        top_p: 0.9,
        stop: ['THE END'],
        seed: 7,
        presence_penalty: 0.1,
        frequency_penalty: 0.2,
        max_tokens: 300,
        reasoning_effort: 'low',
      },
      { 'x-conversation-id': 'trip-1' },
    ),
  );
  const rows = await invocationRows(app, session, 5);
  await expect(printTrace(rows)).toMatchFileSnapshot('golden/http.txt');
});

it('one stream: the time to its first chunk beside what every call tells', async () => {
  model.replies.push(reply(200, modelStream, { 'x-request-id': 'req-2' }));
  const response = await app.chat({ ...campingRequest, stream: true });
  await response.text();
  const rows = await invocationRows(app, response.headers.get('x-request-id') ?? '', 5);
  await expect(printTrace(rows)).toMatchFileSnapshot('golden/streamed.txt');
});

it('one queue message: the sender’s trace, and no row of the host', async () => {
  const queue = app.queues.getQueueClient('inference-requests');
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const request = { ...campingRequest, reasoning_effort: 'low' };
  const message = { job: 'trip-7', request, traceparent, conversation: 'trip-1' };
  await queue.sendMessage(JSON.stringify(message));
  const [found] = await until(
    'the job’s row',
    async () =>
      (await app.rows('dependencies')).filter(
        ({ customDimensions }) => customDimensions['app.job'] === 'trip-7',
      ),
    (spans) => spans.length > 0,
  );
  expect(found?.operation_Id).toBe('0af7651916cd43dd8448eb211c80319c');
  expect(found?.operation_ParentId).toBe('b7ad6b7169203331');
  const rows = await invocationRows(app, found?.session_Id ?? '', 3);
  await expect(printTrace(rows)).toMatchFileSnapshot('golden/queue.txt');
});

it('one retried call: each call to the model is a row', async () => {
  model.replies.push(reply(429, {}, { 'retry-after-ms': '5' }));
  const session = await sessionOf(app.chat(campingRequest));
  const rows = await invocationRows(app, session, 6);
  await expect(printTrace(rows)).toMatchFileSnapshot('golden/retried.txt');
});

it('one call for embeddings: its tokens and cost, and nothing of its text', async () => {
  const data = [{ object: 'embedding', index: 0, embedding: [0.25, -0.5] }];
  const usage = { prompt_tokens: 1_000, total_tokens: 1_000 };
  const answer = { object: 'list', data, model: 'text-embedding-3-small', usage };
  model.replies.push(reply(429, {}, { 'retry-after-ms': '5' }));
  model.replies.push(reply(200, answer, { 'x-request-id': 'req-3' }));
  const session = await sessionOf(
    fetch(`${recording.stack.app}/api/v1/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-conversation-id': 'trip-1' },
      body: JSON.stringify({ input: 'A tent.', dimensions: 2, encoding_format: 'float' }),
    }),
  );
  const rows = await invocationRows(recording, session, 6);
  await expect(printTrace(rows)).toMatchFileSnapshot('golden/embeddings.txt');
});

it('one failed call: one exception, with our words', async () => {
  model.replies.push(reply(401, { error: { message: 'foreign words' } }));
  const session = await sessionOf(app.chat(campingRequest));
  const rows = await invocationRows(app, session, 6);
  await expect(printTrace(rows)).toMatchFileSnapshot('golden/failed.txt');
});

it('one request with a key that is not known: the row names it', async () => {
  const session = await sessionOf(app.chat({ ...campingRequest, 'temp\u{1f321}rature': 1 }));
  const rows = await invocationRows(app, session, 4);
  await expect(printTrace(rows)).toMatchFileSnapshot('golden/refused.txt');
});

it.each<[string, object, string, string]>([
  ['a parameter of the caller', { temperature: 0.2 }, 'temperature', 'caller'],
  ['the caller’s limit by its other name', { max_completion_tokens: 9 }, 'max_tokens', 'caller'],
  ['a limit that the app added', {}, 'max_tokens', 'service'],
  ['the model that the app names', { model: 'gpt-4o' }, 'model', 'service'],
  ['something that it does not name', { temperature: 0.2 }, 'canary', 'service'],
])('a model rejects %s: the row says whose fault it is', async (_name, more, param, fault) => {
  model.replies.push(reply(400, { error: { code: 'unsupported_value', param } }));
  const response = await app.chat({ ...campingRequest, ...more });
  expect(response.status).toBe(400);
  const [row] = await until(
    'the row of the call',
    async () =>
      (await app.rows('dependencies', response.headers.get('x-request-id') ?? '')).filter(
        ({ name }) => name === 'generate_completion',
      ),
    (rows) => rows.length > 0,
  );
  expect(row?.customDimensions).toMatchObject({
    'app.outcome': 'model_rejected_request',
    'app.error.fault': fault,
  });
});

it('one content-recorded call: messages, instructions and tools as the conventions write them', async () => {
  const weather = { name: 'weather', arguments: '{"place":"Chamonix"}' };
  const call = { id: 'call_1', type: 'function', function: weather };
  const message = { role: 'assistant', content: null, tool_calls: [call] };
  const choices = [{ index: 0, finish_reason: 'tool_calls', message }];
  model.replies.push(reply(200, { ...modelAnswer, choices }));
  const session = await sessionOf(
    recording.chat({
      messages: [
        { role: 'user', content: 'How is the weather in Annecy?' },
        {
          ...message,
          tool_calls: [{ ...call, function: { ...weather, arguments: '{"place":"Annecy"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'And here?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
          ],
        },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'weather', description: 'The weather of a place.', parameters: {} },
        },
      ],
    }),
  );
  const rows = await invocationRows(recording, session, 5);
  await expect(printTrace(rows)).toMatchFileSnapshot('golden/recorded.txt');
});
