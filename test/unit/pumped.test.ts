import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import type { HttpRequest } from '@azure/functions';
import { trace } from '@opentelemetry/api';
import { describe, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { AppError } from '../../src/errors.ts';
import { callerOf } from '../../src/functions/http/caller.ts';
import { readBody } from '../../src/functions/http/readBody.ts';
import { parseRetryAfter } from '../../src/inference/client/retryAfter.ts';
import {
  embeddingsBounds,
  parseEmbeddingsRequest,
} from '../../src/inference/embeddings/embeddingsRequest.ts';
import { parseChatRequest } from '../../src/inference/request/chatRequest.ts';
import { parseJson } from '../../src/inference/request/json.ts';
import { acceptJob, type JobHeaders } from '../../src/jobs/acceptJob.ts';
import { readMessage } from '../../src/jobs/message.ts';
import { readJob } from '../../src/jobs/readJob.ts';
import { toStoredRequest } from '../../src/jobs/request.ts';
import type { JobStore } from '../../src/jobs/storage.ts';
import { recordText } from '../../src/telemetry/content/content.ts';
import { toExceptionEvent } from '../../src/telemetry/spans/exceptionEvent.ts';
import { type InvocationSpan, runInvocation } from '../../src/telemetry/spans/invocationSpan.ts';
import { identifier } from '../../src/values/identifier.ts';
import { expectLinear, shorter } from '../hostile/expectLinear.ts';
import { repeat } from '../hostile/repeat.ts';

type Make = (length: number) => string;

const bodies: readonly [string, Make][] = [
  ['a long text', repeat('a', '{"messages":[{"role":"user","content":"', '"}]}')],
  ['escapes', repeat('\\u0000', '{"messages":[{"role":"user","content":"', '"}]}')],
  ['an image', repeat('data:;base64,', '{"messages":[{"role":"user","content":"', '"}]}')],
  ['a text without an end', repeat('\\"', '{"a":"')],
  ['spaces', repeat(' ', '{"messages":[]', '}')],
  ['digits', repeat('1', '{"seed":', '}')],
  ['numbers', repeat('0,', '{"messages":[', '0]}')],
  ['objects', repeat('{},', '{"messages":[', '{}]}')],
  ['brackets', repeat('[')],
  ['keys', (length) => `{${pairs(length)},"messages":[]}`],
  ['metadata', (length) => `{"messages":[],"metadata":{${pairs(length)}}}`],
  ['a long key', repeat('k.', '{"', '":0}')],
  [
    'tool arguments',
    repeat('[', '{"messages":[{"role":"assistant","tool_calls":[{"id":"', '"}]}]}'),
  ],
];

describe('the time of a request body grows with its length', () => {
  it.each(bodies)('%s', async (_name, make) => {
    await expectLinear(
      (length) => Buffer.from(make(length)),
      (bytes) => parseChatRequest(parseJson(bytes)),
    );
  });

  it.each(bodies)('as a request blob: %s', async (_name, make) => {
    await expectLinear(make, (text) => toStoredRequest('a', text, undefined), shorter);
  });
});

const inputs: readonly [string, Make][] = [
  ['a text', repeat('a', '{"input":"', '"}')],
  ['texts', repeat('"a",', '{"input":[', '"a"]}')],
  ['tokens', repeat('7,', '{"input":[', '7]}')],
  ['long tokens', repeat('123456789012345,', '{"input":[', '7]}')],
  ['lists of tokens', repeat('[7],', '{"input":[', '[7]]}')],
  ['one long list', repeat('7,', '{"input":[[', '7]]}')],
  ['objects', repeat('{},', '{"input":[', '{}]}')],
  ['brackets', repeat('[', '{"input":')],
  ['keys', (length) => `{${pairs(length)},"input":"a"}`],
  ['keys inside', (length) => `{"input":{${pairs(length)}}}`],
];

describe('the time of a request for embeddings grows with its length', () => {
  it.each(inputs)('%s', async (_name, make) => {
    await expectLinear(
      (length) => Buffer.from(make(length)),
      (bytes) => parseEmbeddingsRequest(parseJson(bytes, embeddingsBounds)),
    );
  });
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const messages: readonly [string, Make][] = [
  ['spaces and a sign', repeat(' ', 'A', '!')],
  ['line ends', repeat('A\n', '', '!')],
  ['padding', repeat('=', 'A')],
  ['padding and spaces', repeat('= ', 'A')],
  ['spaces alone', repeat(' ')],
  ['base64 of nothing', repeat('A')],
  ['base64 of brackets', (length) => base64('['.repeat(length))],
  ['base64 of a text', (length) => base64(`{"messages":"${'a'.repeat(length)}"}`)],
  ['base64 of numbers', (length) => base64(`{"messages":[${'0,'.repeat(length / 2)}0]}`)],
  ['base64 of keys', (length) => base64(`{${pairs(length)}}`)],
];

describe('the time of a queue message grows with its length', () => {
  it.each(messages)('a text: %s', async (_name, make) => {
    await expectLinear(make, (text) => readMessage(text, undefined));
  });

  it.each([
    ['brackets', (length: number) => '['.repeat(length / 2) + ']'.repeat(length / 2)],
    ['objects', (length: number) => `[${'{},'.repeat(length / 3)}0]`],
    ['keys', (length: number) => `{${pairs(length)}}`],
  ])('JSON that the host has parsed: %s', async (_name, make) => {
    await expectLinear(
      (length) => JSON.parse(make(length)),
      (value) => readMessage(value, undefined),
      shorter,
    );
  });
});

const names = ['a', '.', ' ', '-', '0', '/', '\n', '(', ';=', '\uFFFD'].map((piece) =>
  repeat(piece, '', '!'),
);

/** Reads a text of a caller, of the model or of the environment. */
const readers: readonly [string, (text: string) => unknown][] = [
  ['an ID of a message', (text) => readMessage('', text)],
  [
    'an Idempotency-Key',
    // What is too long is refused before a span or storage hears of it.
    (text) => acceptJob({ messages: [] }, headersOf(text), {} as InvocationSpan, nothing, 0),
  ],
  ['an ID of a job', (text) => readJob(text, undefined, nothing)],
  ['a name of the model', identifier],
  ['Retry-After', (text) => parseRetryAfter({ 'retry-after': text }, 0)],
  ['a date in Retry-After', (text) => parseRetryAfter({ 'retry-after': `${text}GMT` }, 0)],
  ['a content type', (text) => readBodyOf(`application/${text}`)],
  ['a path', segmentsOf],
  ['a traceparent', (text) => invoke({ messageTraceparent: text })],
  ['a conversation', (text) => invoke({ conversation: text })],
  ['a frame of a stack', (text) => toExceptionEvent(bug, stackOf(`    at ${text}`))],
  ['a long stack', (text) => toExceptionEvent(bug, stackOf(text))],
  ['a text that is cut', (text) => recordText(text, 32 * 1024)],
  [
    'a connection string',
    (text) =>
      parseConfig({ APPLICATIONINSIGHTS_CONNECTION_STRING: `IngestionEndpoint=${text}` }, ''),
  ],
  ['an endpoint', (text) => parseConfig({ AZURE_AI_INFERENCE_ENDPOINT: `https://a/${text}` }, '')],
  ['storage', (text) => parseConfig({ AzureWebJobsStorage: text }, '')],
  ['prices', (text) => parseConfig({ MODEL_PRICES: text }, '')],
];

describe('the time of a name or a header grows with its length', () => {
  it.each(readers)('%s', async (_name, read) => {
    for (const make of names) await expectLinear(make, read, shorter);
  });
});

const nothing = {} as JobStore;

function headersOf(idempotencyKey: string): JobHeaders {
  return { idempotencyKey, conversation: idempotencyKey };
}

function pairs(length: number): string {
  return Array.from({ length: length / 10 }, (_, index) => `"k${index}":0`).join(',');
}

const bug = new AppError('internal_error', 'A bug.');

function stackOf(frames: string): Error {
  const error = new Error('a bug');
  error.stack = `Error: a bug\n${frames}`;
  return error;
}

function readBodyOf(type: string): Promise<Uint8Array> {
  return readBody({ body: null } as HttpRequest, {
    ...callerOf(''),
    headers: { 'content-type': type },
  });
}

/** As the worker's own HTTP server tells of a request. */
function segmentsOf(path: string): readonly string[] {
  const response = new EventEmitter();
  const request = { headers: { 'x-ms-invocation-id': 'one' }, url: `/${path}` };
  channel('http.server.request.start').publish({ request, response });
  const { segments } = callerOf('one');
  response.emit('close');
  return segments;
}

function invoke(named: { messageTraceparent?: string; conversation?: string }): Promise<void> {
  const invocation = {
    id: 'a',
    functionName: 'inferenceQueue',
    work: 'generate_completion',
    trigger: 'pubsub',
    calledAt: performance.now(),
    hostTraceparent: named.messageTraceparent,
    ...named,
  } as const;
  const done = () => {};
  return runInvocation(trace.getTracer('test'), invocation, false, false, done, async () => {});
}
