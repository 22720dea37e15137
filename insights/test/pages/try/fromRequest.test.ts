import { describe, expect, it } from 'vitest';
import { fromRequest } from '../../../pages/try/from/fromRequest.ts';
import { toRequest } from '../../../pages/try/toRequest.ts';

const user = (content: unknown) => ({ role: 'user', content });
const call = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{}' } };
const image = { type: 'image_url', image_url: { url: 'https://images.test/tent.png' } };

const requests: readonly (readonly [string, Record<string, unknown>])[] = [
  ['a question', { messages: [user('A tent?')] }],
  [
    'one with history and all parameters',
    {
      model: 'gpt-4o',
      temperature: 0,
      top_p: 0.1,
      max_completion_tokens: 9,
      seed: 7,
      reasoning_effort: 'low',
      stop: ['a', 'b'],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'x', strict: true, schema: { type: 'object' } },
      },
      messages: [
        { role: 'system', content: 'Be short.' },
        user('A tent?'),
        { role: 'assistant', content: 'Yes.' },
        user([{ type: 'text', text: 'And this?' }, image]),
      ],
    },
  ],
  [
    'one with tools and their results',
    {
      tools: [{ type: 'function', function: { name: 'weather' } }],
      tool_choice: 'auto',
      metadata: { a: 'b' },
      messages: [
        { role: 'developer', content: 'Be short.' },
        user('Rain?'),
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'c1', content: 'no' },
      ],
    },
  ],
  [
    'one with fields of odd forms',
    {
      temperature: '0.5',
      stop: ['a\nb'],
      response_format: { type: 'grammar' },
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'parts' }] },
        { role: 'user', name: 'ann', content: 'named' },
      ],
    },
  ],
  ['a question of two images', { messages: [user([image, image])] }],
  [
    'a question whose image has a detail',
    {
      messages: [
        user([{ type: 'image_url', image_url: { url: 'https://a.test/b.png', detail: 'low' } }]),
      ],
    },
  ],
  [
    'a response',
    {
      instructions: 'Be short.',
      max_output_tokens: 5,
      reasoning: { effort: 'low', summary: 'auto' },
      text: { format: { type: 'json_object' }, verbosity: 'low' },
      input: [user('A tent?'), { role: 'assistant', content: 'Yes.' }, user('And gas?')],
    },
  ],
  [
    'a response with items of other kinds',
    {
      previous_response_id: 'resp_1',
      input: [user('Rain?'), { type: 'function_call_output', call_id: 'c1', output: 'no' }],
    },
  ],
];

describe('a request that a call made', () => {
  it.each(requests)('is sent as it was when nothing is changed: %s', (_name, request) => {
    const { draft, context } = fromRequest(request);
    const asked = toRequest({ draft, context, turns: [] });
    expect(asked).toMatchObject({ request });
    expect(typeof asked === 'object' && asked.request).toEqual(request);
  });

  it('gives its question to the prompt, and its text of input too', () => {
    expect(fromRequest({ input: 'Hi' })).toMatchObject({
      draft: { prompt: 'Hi', api: 'responses' },
      context: { messages: [] },
      notes: [],
    });
  });

  it('names the fields that have no place of their own', () => {
    const { notes } = fromRequest({ messages: [user('Hi')], user: 'u', tools: [], seed: null });
    expect(notes).toEqual(['It also has user, tools: see Other fields.']);
  });

  it.each([
    [{}],
    [{ messages: 'x' }],
    [{ messages: [1, null] }],
    [{ messages: [] }],
    [{ input: 7 }],
  ])('of an odd form gives an empty question: %j', (request) => {
    expect(fromRequest(request).draft.prompt).toBe('');
  });
});
