import { expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { campingRequest, startApp } from './startApp.ts';

const name = 'AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED';
const recording = startApp(() => ({ [name]: 'true' }));
const silent = startApp(() => ({ [name]: 'false' }));
type App = typeof recording;

/** What the row of an invocation says was asked. */
async function requestOf(
  app: App,
  isIt: (row: Awaited<ReturnType<App['rows']>>[number]) => boolean,
) {
  const [row] = await until(
    'the row of the invocation',
    async () =>
      (await app.rows('dependencies')).filter(
        (each) => each.name === 'generate_completion' && isIt(each),
      ),
    (rows) => rows.length > 0,
  );
  const { 'app.request': text, 'app.request.2': more = '' } = row?.customDimensions ?? {};
  return text === undefined ? undefined : `${text}${more}`;
}

async function post(app: App, path: string, body: string) {
  const response = await fetch(`${app.stack.app}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await response.text();
  const session = response.headers.get('x-request-id');
  return requestOf(app, ({ session_Id }) => session_Id === session);
}

it.each([
  ['a chat', 'v1/chat/completions', { ...campingRequest, temperature: 0.5 }],
  ['a stream', 'v1/chat/completions', { ...campingRequest, stream: true }],
  ['a response', 'v1/responses', { input: 'What should I pack?' }],
])('the row of %s holds what was asked', async (_name, path, request) => {
  const text = await post(recording, path, JSON.stringify(request));
  expect(JSON.parse(`${text}`)).toEqual(request);
});

it('a request of nearly 16 KiB is there whole, after the exporter too', async () => {
  const [message] = campingRequest.messages;
  const long = { messages: [{ ...message, content: 'é'.repeat(8_100) }] };
  const text = await post(recording, 'v1/chat/completions', JSON.stringify(long));
  expect(JSON.parse(`${text}`)).toEqual(long);
});

it('a model that the path names is in the request', async () => {
  const path = 'openai/deployments/gpt-4o-mini/chat/completions';
  const text = await post(recording, path, JSON.stringify(campingRequest));
  expect(JSON.parse(`${text}`)).toEqual({ ...campingRequest, model: 'gpt-4o-mini' });
});

it('so does that of a message on the queue', async () => {
  const request = { ...campingRequest, reasoning_effort: 'low' };
  const queue = recording.queues.getQueueClient('inference-requests');
  await queue.sendMessage(JSON.stringify({ job: 'recorded', request }));
  const text = await requestOf(recording, (row) => row.customDimensions['app.job'] === 'recorded');
  expect(JSON.parse(`${text}`)).toEqual(request);
});

it.each([
  ['that is refused', 'v1/chat/completions', { ...campingRequest, temperature: 'warm' }],
  [
    'with thoughts of a model',
    'v1/chat/completions',
    {
      messages: [
        { role: 'assistant', content: 'A tent.', reasoning_content: 'hm' },
        ...campingRequest.messages,
      ],
    },
  ],
  [
    'with thoughts of a model, as a response has them',
    'v1/responses',
    {
      input: [
        { type: 'reasoning', id: 'r1', summary: [] },
        { role: 'user', content: 'And?' },
      ],
    },
  ],
])('a request %s is not there', async (_name, path, request) => {
  expect(await post(recording, path, JSON.stringify(request))).toBeUndefined();
});

it('a request that is longer than 16 KiB is not there, not in part either', async () => {
  const [message] = campingRequest.messages;
  const long = { messages: [{ ...message, content: 'é'.repeat(8_200) }] };
  expect(await post(recording, 'v1/chat/completions', JSON.stringify(long))).toBeUndefined();
});

it('nothing of it is there when content is not recorded', async () => {
  expect(await post(silent, 'v1/chat/completions', JSON.stringify(campingRequest))).toBeUndefined();
});
