import { describe, expect, it } from 'vitest';
import type { Row } from '../../row.ts';
import { toRerun } from '../../view/rerun.ts';
import { chat, host, own, row } from './rows.ts';

const app = { app: 'http://127.0.0.1:7071', embeddedModel: true };
const messages = [{ role: 'user', content: 'Where to?' }];
const asked = (request: object, more: Record<string, string> = {}, outcome = 'ok') =>
  own(outcome, {
    customDimensions: {
      'faas.name': 'chatCompletions',
      'app.request': JSON.stringify(request),
      ...more,
    },
  });
const said = (content: object[]) =>
  chat(1, {
    customDimensions: {
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: content }]),
    },
  });
const rerun = (rows: readonly Row[], info: Partial<typeof app> | { app: null } = {}) =>
  toRerun(rows, { ...app, ...info });

describe('a call is run again', () => {
  const job = { 'faas.trigger': 'pubsub', 'faas.name': 'inferenceQueue' };
  it.each<[string, object, Record<string, string>, object]>([
    ['by HTTP', { messages, seed: 7 }, {}, { by: 'http', api: undefined }],
    ['as a stream', { messages, stream: true }, {}, { by: 'stream', api: undefined }],
    [
      'at the path of Azure’s clients',
      { messages },
      { 'faas.name': 'azureChatCompletions' },
      { by: 'http', api: undefined },
    ],
    [
      'by the Responses API',
      { input: 'Where to?', stream: true },
      { 'faas.name': 'responses' },
      { by: 'stream', api: 'responses' },
    ],
    [
      'by the Responses API at the path of Azure’s clients',
      { input: 'Where to?' },
      { 'faas.name': 'azureResponses' },
      { by: 'http', api: 'responses' },
    ],
    ['as a job', { messages }, { ...job, 'app.job': 'job_0a1b' }, { by: 'job', api: undefined }],
    [
      'as a message on the queue, whose name is its sender’s',
      { messages },
      { ...job, 'app.job': 'trip-9' },
      { by: 'queue', api: undefined },
    ],
    [
      'in its conversation',
      { messages },
      { 'gen_ai.conversation.id': 'trip-9' },
      { by: 'http', conversation: 'trip-9' },
    ],
    [
      'outside a conversation that the app would not take',
      { messages },
      { 'gen_ai.conversation.id': 'trip 9' },
      { by: 'http', conversation: undefined },
    ],
  ])('%s, with all that its trace holds', (_name, request, more, expected) => {
    const found = rerun([host(), asked(request, more), chat(1)]);
    expect(found).toMatchObject({ asked: { ...expected, request } });
  });

  it('as a job when all that has come is its acceptance', () => {
    const accepted = {
      ...asked({ messages }, { 'faas.name': 'createJob' }),
      name: 'send inference-requests',
    };
    expect(rerun([accepted])).toMatchObject({ asked: { by: 'job' } });
  });

  it('also when it is so long that it has more than one attribute', () => {
    const long = { messages: [{ role: 'user', content: 'x'.repeat(10_000) }] };
    const text = JSON.stringify(long);
    const parts = { 'app.request': text.slice(0, 8_192), 'app.request.2': text.slice(8_192) };
    expect(rerun([asked({}, parts)])).toMatchObject({ asked: { request: long } });
  });

  it('also when it failed', () => {
    expect(rerun([asked({ messages }, {}, 'model_timeout')])).toHaveProperty('asked');
  });

  it('with a fault only by the embedded model, and cut off only as a stream', () => {
    const stream = asked({ messages, stream: true });
    expect(rerun([stream])).toMatchObject({ faults: ['throttled', 'slow', 'cut'] });
    expect(rerun([asked({ messages })])).toMatchObject({ faults: ['throttled', 'slow'] });
    expect(rerun([stream], { embeddedModel: false })).toMatchObject({ faults: [] });
  });
});

describe('a call is not run again, and says why,', () => {
  const without = (more: Record<string, string> = {}, outcome = 'ok') =>
    own(outcome, { customDimensions: { 'faas.name': 'chatCompletions', ...more } });
  const text = { type: 'text', content: 'Where to?' };
  it.each<[string, readonly Row[], RegExp]>([
    ['when prompts are not recorded', [without(), chat(1)], /Prompts are not recorded: set AZURE_/],
    ['when it was too long', [without(), said([text])], /longer than 16 KiB, or held thoughts/],
    [
      'when it was so long that its messages were cut',
      [without(), said([{ type: 'omitted', items: 3, bytes: 9_000 }, text])],
      /^It was longer than 16 KiB: such a request is not kept\.$/,
    ],
    [
      'when it held an image',
      [without(), said([{ type: 'blob', modality: 'image', content: 'iVBORw0KGgo=' }])],
      /held an image or a file/,
    ],
    [
      'when it was refused',
      [without({ 'app.error.fault': 'caller' }, 'invalid_request')],
      /refused it \(invalid_request\)/,
    ],
    [
      'when it ended before a model was asked',
      [without({ 'app.error.fault': 'service' }, 'internal_error')],
      /holds no request/,
    ],
    ['when it asked for embeddings', [without({ 'faas.name': 'embeddings' })], /embeddings/],
    [
      'when another app made it',
      [row('dependencies', { name: 'chat gpt-4o', customDimensions: { 'app.request': '{}' } })],
      /Another app/,
    ],
    ['while its own row has not come', [chat(1)], /has not come/],
    [
      'when its request was cut on its way',
      [without({ 'app.request': `{"messages":[{"role":"user","content":"${'x'.repeat(8_150)}` })],
      /cut on its way here/,
    ],
    [
      'when the row has been read in part',
      [{ ...asked({ messages }), cut: { 'app.request': 8_192 } } as Row],
      /is none/,
    ],
    ['when what stands there is no request', [asked(['messages'])], /is none/],
    ['when it has no message', [asked({ messages: [] })], /is none/],
    ['when a job has no message', [asked({ input: 'x' }, { 'faas.name': 'createJob' })], /none/],
  ])('%s', (_name, rows, reason) => {
    const found = rerun(rows);
    expect(found).not.toHaveProperty('asked');
    expect(found).toMatchObject({ missing: expect.stringMatching(reason), editable: true });
  });

  it('when no app runs beside the pages: it cannot be changed and asked either', () => {
    expect(rerun([asked({ messages })], { app: null })).toEqual({
      missing: expect.stringMatching(/npm start/),
      editable: false,
    });
    expect(rerun([without(), chat(1)], { app: null })).toMatchObject({ editable: false });
  });

  it('with none of the texts that others wrote', () => {
    const foreign = without({ 'app.error.fault': 'caller' }, `<img src=x>\n${'x'.repeat(500)}`);
    const found = rerun([foreign]);
    expect('missing' in found && found.missing.length).toBeLessThan(200);
  });
});
