import { createServer } from 'node:http';
import { trace } from '@opentelemetry/api';
import { afterAll, describe, it } from 'vitest';
import * as z from 'zod';
import { listen } from '../../local/process/listen.ts';
import { runTool } from '../../src/assistants/runTool.ts';
import { callModel } from '../../src/inference/answer/callModel.ts';
import { toOutputContent } from '../../src/inference/answer/outputContent.ts';
import { toToolCalls } from '../../src/inference/answer/toolCalls.ts';
import { chatOperation } from '../../src/inference/chatOperation.ts';
import { createModelClient } from '../../src/inference/client/client.ts';
import { toChunks } from '../../src/inference/embeddings/chunks.ts';
import { membersOf } from '../../src/inference/embeddings/members.ts';
import type { ModelAccess } from '../../src/inference/modelAccess.ts';
import { openStream } from '../../src/inference/stream/openStream.ts';
import { createContentRecorder } from '../../src/telemetry/content/contentAttributes.ts';
import { chunks, event, modelAnswer } from '../e2e/scriptedModel.ts';
import { expectLinear, megabyte, shorter } from '../hostile/expectLinear.ts';
import { repeat } from '../hostile/repeat.ts';
import { testConfig } from '../testConfig.ts';
import { limitsIn } from '../time/limitsIn.ts';

/** A model that answers with what it is told to, on a port of its own. */
const model = { status: 200, body: '' };
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(model.status).end(model.body));
});
const endpoint = `http://127.0.0.1:${await listen(server, 0)}/v1`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const chat = chatOperation({ request: { messages: [] } }, testConfig(endpoint));
const { client } = createModelClient(testConfig(endpoint), { getToken: async () => null });
const limits = limitsIn(600_000);
const onHead = () => {};
const access: ModelAccess = {
  config: testConfig(endpoint),
  client,
  openModelSpan: () => ({ responded() {}, firstChunk() {}, succeeded() {}, failed() {} }),
  retried: ([model], left, call) => call({ model, number: 1, limits: left }),
};

type Make = (length: number) => string;

const answerWith = (message: object) =>
  JSON.stringify({ ...modelAnswer, choices: [{ message: { role: 'assistant', ...message } }] });
const inAnswer = (piece: string, message: object): Make => {
  const [before, after] = answerWith(message).split('PUMP');
  return repeat(piece, before, after);
};
const calls = (text: string) => [{ id: 'a', function: { name: 'f', arguments: text } }];

const answers: readonly [string, Make][] = [
  ['a text', inAnswer('a', { content: 'PUMP' })],
  ['escapes', inAnswer('\\n', { content: 'PUMP' })],
  ['an image', inAnswer('data:a;base64,', { content: 'PUMP' })],
  ['numbers', repeat('0,', '{"choices":[', '0]}')],
  ['tool calls', (length) => answerWith({ tool_calls: Array(length / 2).fill(0) })],
  ['broken arguments', inAnswer('[', { tool_calls: calls('PUMP') })],
  ['numbers as arguments', inAnswer('0,', { tool_calls: calls('[PUMP0]') })],
  ['brackets', repeat('[')],
  ['spaces', repeat(' ')],
  ['a page', repeat('<br>')],
];

describe('the time of an answer of the model grows with its length', () => {
  it.each(answers)('%s', async (_name, make) => {
    const read = async (body: string) => {
      Object.assign(model, { status: 200, body });
      const answer = await callModel(client, chat, {}, limits, onHead);
      createContentRecorder(trace.getTracer('test').startSpan('chat')).output(() =>
        toOutputContent(answer),
      );
      const given = {
        arguments: z.array(z.string()),
        name: 'f',
        description: '',
        run: async () => '',
      };
      for (const call of toToolCalls(answer.choices[0]?.message.tool_calls)) {
        await runTool(given, call, [given], limits.left);
      }
    };
    await expectLinear(make, read, shorter);
  });

  it('a refusal', async () => {
    const read = async (body: string) => {
      Object.assign(model, { status: 400, body });
      await callModel(client, chat, {}, limits, onHead);
    };
    await expectLinear(repeat('{"error":', '', '0'), read, shorter);
  });
});

const text = (content: string) => event(chunks.content(content));
const events: readonly [string, Make, number?][] = [
  ['many chunks', repeat(text('a'))],
  ['one long chunk', (length) => text('a'.repeat(length)), megabyte],
  ['one chunk of numbers', (length) => event(`{"choices":[${'0,'.repeat(length / 2)}0]}`)],
  ['one chunk of brackets', (length) => event(`{"choices":${'['.repeat(length)}`)],
  ['an event of many lines', repeat('data: 0\n')],
  ['an event without an end', repeat('data: 0'), megabyte],
  ['line ends', repeat('\n')],
  ['carriage returns', repeat('\r')],
  ['colons', repeat(':')],
  ['comments', repeat(': keep-alive\n\n')],
];

describe("the time of a model's stream grows with its length", () => {
  it.each(events)('%s', async (_name, make, shortest = shorter) => {
    const read = async (body: string) => {
      Object.assign(model, { status: 200, body });
      const bounds = { end: limits.deadline, betweenChunksMs: 600_000 };
      const stream = await openStream(access, chat, limits, bounds, () => (chunk) => chunk);
      for await (const _ of stream);
    };
    await expectLinear(make, read, shortest);
  });
});

const embeddings: readonly [string, Make][] = [
  ['lists', repeat('[],', '{"data":[')],
  ['open lists', repeat('[', '{"data":')],
  ['objects', repeat('{"a":[]},', '{"data":[')],
  ['texts', repeat('"",', '{"data":[')],
  ['one base64', repeat('A', '{"data":["', '"]}')],
  ['escaped quotes', repeat('\\"', '{"data":"')],
  ['backslashes', repeat('\\', '{"data":"')],
  ['members', repeat('"a":0,', '{')],
  ['spaces', repeat(' ', '{')],
  ['digits', repeat('1', '{"data":')],
  ['brackets in a text', repeat('[{', '{"data":["', '"]}')],
  ['numbers', repeat('0.1,', '{"data":[', '0]}')],
];

/** As they come from a socket. */
const toPieces = (bytes: Buffer) =>
  Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, at) =>
    bytes.subarray(at * 65_536, (at + 1) * 65_536),
  );

describe('the time of embeddings grows with their length', () => {
  it.each(embeddings)('%s', async (_name, make) => {
    await expectLinear(
      (length) => toPieces(Buffer.from(make(length))),
      (pieces) => [...membersOf(toChunks(pieces))].length,
    );
  });
});
