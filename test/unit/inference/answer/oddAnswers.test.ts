import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { event, modelAnswer, reply, startScriptedModel } from '../../../e2e/scriptedModel.ts';
import { runs } from '../../../fuzz/runs.ts';
import { startInference } from '../startInference.ts';

const model = await startScriptedModel();
afterAll(model.stop);
beforeEach(() => {
  model.replies.length = 0;
  model.received.length = 0;
});
const { answered, complete, stream } = startInference(model.url);
const sse = { 'content-type': 'text/event-stream' };
const text = 'Pack a tent.';

/** What the caller gets of an answer with odd fields, at once and as one chunk; the model is called once. */
async function answersTo(fields: object, message: object = {}, choice: object = {}) {
  const said = { role: 'assistant', content: text, ...message };
  const about = { index: 0, finish_reason: 'stop', ...choice };
  const chunk = { ...modelAnswer, object: 'chat.completion.chunk', ...fields };
  model.received.length = 0;
  model.replies.push(
    reply(200, { ...modelAnswer, ...fields, choices: [{ ...about, message: said }] }),
    reply(200, event({ ...chunk, choices: [{ ...about, delta: said }] }), sse),
  );
  const whole = await complete();
  const { chunks, thrown } = await stream();
  expect([thrown, model.received.length]).toEqual([undefined, 2]);
  return { whole, chunk: chunks[0] };
}

describe('an odd field does not cost the answer', () => {
  it.each<[string, object, object]>([
    ['an id that is a number', { id: 7 }, { id: '7' }],
    ['an id that is none', { id: {} }, { id: expect.stringMatching(/^chatcmpl-/) }],
    ['a time as text', { created: '1764073200' }, { created: 1_764_073_200 }],
    ['a time that is none', { created: 'today' }, { created: expect.any(Number) }],
    ['a model that is none', { model: 5 }, { model: 'gpt-4o' }],
    ['an object of another kind', { object: 1 }, { object: expect.stringMatching(/^chat/) }],
  ])('%s', async (_name, fields, expected) => {
    const { whole, chunk } = await answersTo(fields);
    expect(whole).toMatchObject({ ...expected, choices: [{ message: { content: text } }] });
    expect(chunk).toMatchObject({ ...expected, choices: [{ delta: { content: text } }] });
  });

  it.each<[string, unknown, object | undefined]>([
    ['half a token', { prompt_tokens: 5.5, completion_tokens: 2 }, { completion_tokens: 2 }],
    ['tokens as text', { prompt_tokens: '5' }, { prompt_tokens: 5 }],
    ['tokens below none', { prompt_tokens: -1, total_tokens: null }, {}],
    [
      'odd details',
      { prompt_tokens: 1, prompt_tokens_details: 'x', completion_tokens_details: [] },
      { prompt_tokens: 1 },
    ],
    [
      'an odd count in details',
      { prompt_tokens_details: { cached_tokens: 'x', audio_tokens: 1 } },
      {
        prompt_tokens_details: { audio_tokens: 1 },
      },
    ],
    ['a text', 'none', undefined],
  ])('usage: %s', async (_name, usage, expected) => {
    answered.length = 0;
    const { whole } = await answersTo({ usage });
    expect(whole.usage).toEqual(expected);
    expect(answered).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['a role that is none', { role: 'model' }],
    ['a refusal that is no text', { refusal: 5 }],
    ['reasoning that is no text', { reasoning_content: {}, reasoning_details: 'x' }],
  ])('in the message: %s', async (_name, message) => {
    const { whole, chunk } = await answersTo({}, message);
    expect(whole.choices[0]?.message).toEqual({ role: 'assistant', content: text });
    expect(chunk.choices[0].delta).toEqual({ role: 'assistant', content: text });
  });

  it('content as parts: texts are joined, and what was thought is reasoning_content', async () => {
    const thinking = [
      { type: 'text', text: 'Hm. ' },
      { type: 'text', text: 'Yes.' },
    ];
    const content = [
      { type: 'thinking', thinking },
      { type: 'text', text: 'Pack ' },
      { type: 'reference', reference_ids: [1] },
      { type: 'text', text: 'a tent.' },
    ];
    const { whole, chunk } = await answersTo({}, { content });
    const expected = { role: 'assistant', content: text, reasoning_content: 'Hm. Yes.' };
    expect(whole.choices[0]?.message).toEqual(expected);
    expect(chunk.choices[0].delta).toEqual(expected);
  });

  it('a finish reason of no length is none, and an index is filled in', async () => {
    const { whole } = await answersTo({}, {}, { index: 'x' });
    expect(whole.choices[0]).toMatchObject({ index: 0, finish_reason: 'stop' });
    const chunk = (content: string, finish_reason: string) =>
      event({ choices: [{ delta: { content }, finish_reason }] });
    model.replies.push(reply(200, chunk('Pack ', '') + chunk('a tent.', 'stop'), sse));
    const { chunks } = await stream();
    expect(chunks.map(({ choices }) => choices[0].finish_reason)).toEqual([null, 'stop']);
    expect(chunks.map(({ choices }) => choices[0].index)).toEqual([0, 0]);
  });

  it('calls without ID or type, and arguments that are no text', async () => {
    const calls = [
      { function: { name: 'f', arguments: { a: 1 } } },
      { id: 7, type: 'function', function: { name: 'g', arguments: null } },
    ];
    const { whole, chunk } = await answersTo({}, { content: null, tool_calls: calls });
    const expected = [
      { id: 'call_1', function: { name: 'f', arguments: '{"a":1}' } },
      { id: '7', type: 'function', function: { name: 'g' } },
    ];
    expect(whole.choices[0]?.message.tool_calls).toMatchObject(expected);
    expect(chunk.choices[0].delta.tool_calls).toMatchObject(expected);
  });

  it('whatever stands beside the text, it is given', async () => {
    const head = fc.constantFrom('id', 'created', 'model', 'object', 'usage', 'service_tier', 'x');
    const inMessage = fc.constantFrom('role', 'refusal', 'annotations', 'reasoning_content', 'x');
    const odds = (key: fc.Arbitrary<string>) =>
      fc.dictionary(key, fc.jsonValue(), { maxKeys: 3, noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(odds(head), odds(inMessage), async (fields, message) => {
        const { whole, chunk } = await answersTo(fields, message);
        expect(whole.choices[0]?.message.content).toBe(text);
        expect(chunk.choices[0].delta.content).toBe(text);
      }),
      runs(100),
    );
  });
});

describe('without a text, calls or a finish reason that can be read there is no answer', () => {
  it.each<[string, object, object?]>([
    ['content that is a number', { content: 5 }],
    ['a part whose text is none', { content: [{ type: 'text', text: 5 }] }],
    ['calls that are no list', { tool_calls: {} }],
    ['a call without a name', { tool_calls: [{ id: 'a', function: { arguments: '{}' } }] }],
    ['a finish reason that is none', {}, { finish_reason: 5 }],
  ])('%s', async (_name, message, choice = {}) => {
    const said = { role: 'assistant', content: text, ...message };
    const choices = [{ index: 0, finish_reason: 'stop', message: said, ...choice }];
    model.replies.push(...Array(3).fill(reply(200, { ...modelAnswer, choices })));
    await expect(complete()).rejects.toMatchObject({ code: 'model_bad_response' });
    expect(model.received).toHaveLength(3);
  });
});

describe('beside the answer that was asked for', () => {
  it('a choice that is none is left out', async () => {
    const [choice] = modelAnswer.choices;
    model.replies.push(reply(200, { ...modelAnswer, choices: [choice, 'x', { index: 1 }] }));
    expect((await complete()).choices).toHaveLength(1);
    expect(model.received.length).toBe(1);
  });

  it('`error: false` in a chunk is no error', async () => {
    const { chunk } = await answersTo({ error: false });
    expect(chunk).toMatchObject({ choices: [{ delta: { content: text } }] });
  });

  it.each<[string, unknown, object]>([
    ['bare texts', ['Pack ', 'a tent.'], { content: text }],
    ['a refusal', [{ type: 'refusal', refusal: 'No.' }], { content: '', refusal: 'No.' }],
  ])('parts of content that are %s are read', async (_name, content, expected) => {
    const { whole, chunk } = await answersTo({}, { content });
    expect(whole).toMatchObject({ choices: [{ message: expected }] });
    expect(chunk).toMatchObject({ choices: [{ delta: expected }] });
  });
});
