import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../pages/try/draft.ts';
import { type Asking, toRequest } from '../../../pages/try/toRequest.ts';
import { draft, turn } from './chatOf.ts';

const none: Asking = { context: { api: undefined, messages: [] }, turns: [], draft: draft({}) };
const ask = (fields: Partial<Draft>, more: Partial<Asking> = {}) =>
  toRequest({ ...none, ...more, draft: draft(fields) });
const requestOf = (fields: Partial<Draft>, more: Partial<Asking> = {}) => {
  const asked = ask(fields, more);
  return typeof asked === 'string' ? asked : asked.request;
};
const user = (content: unknown) => ({ role: 'user', content });
const image = 'data:image/png;base64,iVBORw0KGgo=';
const schema = '{"type":"object"}';

describe('a question is sent', () => {
  it('with what was said before, but for what has no answer', () => {
    const turns = [
      turn({ prompt: 'A tent?' }, 'Yes.'),
      turn({ prompt: 'Fails' }, '', { state: 'failed' }),
      turn({ prompt: 'Cut off' }, 'Bef', { state: 'failed' }),
      turn({ prompt: 'Only a tool' }, ''),
      turn({ prompt: 'Long', image }, 'It beg', { state: 'stopped' }),
    ];
    expect(requestOf({ prompt: 'And gas?' }, { turns })).toEqual({
      messages: [
        user('A tent?'),
        { role: 'assistant', content: 'Yes.' },
        user([
          { type: 'text', text: 'Long' },
          { type: 'image_url', image_url: { url: image } },
        ]),
        { role: 'assistant', content: 'It beg' },
        user('And gas?'),
      ],
    });
  });

  it('as items of a response, with its instructions and parameters', () => {
    const asked = ask(
      {
        prompt: 'And this?',
        image,
        api: 'responses',
        model: 'gpt-4o',
        system: 'Be short.',
        temperature: '0',
        topP: '0.5',
        maxTokens: '100',
        seed: '7',
        stop: 'END',
        effort: 'low',
        format: 'json_schema',
        schema,
        conversation: 'trip-7',
        other: '{"reasoning":{"summary":"auto"},"text":{"verbosity":"low"},"store":false}',
      },
      { turns: [turn({ prompt: 'A tent?' }, 'Yes.')] },
    );
    expect(asked).toEqual({
      by: 'stream',
      api: 'responses',
      conversation: 'trip-7',
      request: {
        model: 'gpt-4o',
        instructions: 'Be short.',
        temperature: 0,
        top_p: 0.5,
        max_output_tokens: 100,
        reasoning: { summary: 'auto', effort: 'low' },
        text: {
          verbosity: 'low',
          format: { type: 'json_schema', name: 'answer', schema: { type: 'object' } },
        },
        store: false,
        input: [
          user('A tent?'),
          { role: 'assistant', content: 'Yes.' },
          user([
            { type: 'input_text', text: 'And this?' },
            { type: 'input_image', image_url: image },
          ]),
        ],
      },
    });
  });

  it.each<[string, Partial<Draft>, object]>([
    ['nothing else', {}, {}],
    ['the app’s own instructions when the field is empty', { system: ' \n' }, {}],
    [
      'all parameters',
      {
        temperature: '0.2',
        topP: '1',
        maxTokens: '50',
        seed: '-7',
        effort: 'high',
        stop: 'a\n\nb',
      },
      {
        temperature: 0.2,
        top_p: 1,
        max_completion_tokens: 50,
        seed: -7,
        reasoning_effort: 'high',
        stop: ['a', 'b'],
      },
    ],
    ['JSON', { format: 'json_object' }, { response_format: { type: 'json_object' } }],
    [
      'a schema',
      { format: 'json_schema', schema },
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', schema: { type: 'object' } },
        },
      },
    ],
    [
      'a schema with its own name',
      { format: 'json_schema', schema: `{"name":"city","strict":true,"schema":${schema}}` },
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'city', strict: true, schema: { type: 'object' } },
        },
      },
    ],
    ['other fields', { other: '{"tools":[],"user":"u"}' }, { tools: [], user: 'u' }],
  ])('with %s', (_name, fields, expected) => {
    expect(requestOf({ prompt: 'Hi', ...fields })).toEqual({ ...expected, messages: [user('Hi')] });
  });

  it('with an image alone', () => {
    expect(requestOf({ image })).toEqual({
      messages: [user([{ type: 'image_url', image_url: { url: image } }])],
    });
  });

  it('after messages of a call, with none of its own when they wait for an answer', () => {
    const messages = [user('A tent?')];
    const context = { api: undefined, messages };
    expect(requestOf({}, { context })).toEqual({ messages });
    expect(requestOf({ api: 'responses' }, { context })).toEqual({ input: messages });
  });
});

describe('it is not sent, and why is said', () => {
  it.each<[string, Partial<Draft>, Partial<Asking>]>([
    ['The prompt is empty.', {}, {}],
    ['Temperature is no number.', { prompt: 'Hi', temperature: 'warm' }, {}],
    ['Seed is no number.', { prompt: 'Hi', seed: 'Infinity' }, {}],
    ['The JSON schema is empty.', { prompt: 'Hi', format: 'json_schema' }, {}],
    [
      'The JSON schema: this is not JSON.',
      { prompt: 'Hi', format: 'json_schema', schema: '{' },
      {},
    ],
    [
      'The JSON schema: this is no JSON object.',
      { prompt: 'Hi', format: 'json_schema', schema: '[]' },
      {},
    ],
    ['Other fields: this is not JSON.', { prompt: 'Hi', other: 'tools' }, {}],
    [
      'The conversation must be 1 to 128 of A-Z a-z 0-9 . _ : -',
      { prompt: 'Hi', conversation: 'a b' },
      {},
    ],
    [
      'All of it is larger than 1 MiB: begin a new chat, or leave the image out.',
      { prompt: 'é'.repeat(600_000) },
      {},
    ],
    [
      'The messages of the call are in a form that only Responses takes.',
      { prompt: 'Hi' },
      { context: { api: 'responses', messages: [{ type: 'function_call', name: 'x' }] } },
    ],
  ])('%s', (sentence, fields, more) => {
    expect(ask(fields, more)).toBe(sentence);
  });
});
