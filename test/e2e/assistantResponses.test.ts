import { afterAll, describe, expect, it } from 'vitest';
import { invocationRows } from './invocationRows.ts';
import { printTrace } from './printTrace.ts';
import { startScriptedModel } from './scriptedModel.ts';
import { bodyOf, startApp } from './startApp.ts';
import { callsTools, messagesOf, says, streamsTools, streamsWords } from './toolReplies.ts';
import { eventsIn, fullSequence, typesIn } from './typedEvents.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25}}',
}));
const packing = {
  name: 'packing_list',
  given: { terrain: 'city', season: 'winter', nights: 1, people: 1 },
};
const ask = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${app.stack.app}/api/v1/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'travel-guide', input: 'What should I pack?', ...body }),
  });

/** The messages of the last call to the model, without the assistant's own instructions. */
const lastAsked = () => messagesOf(model.received.at(-1)).slice(1);

describe('an assistant over the Responses API', () => {
  it('answers with items, and leaves the trace of an assistant', async () => {
    model.replies.push(callsTools([packing]), says('Pack a coat.'));
    const response = await ask({ reasoning: { effort: 'low' } }, { 'x-conversation-id': 'trip-1' });
    expect(await response.json()).toMatchObject({
      id: expect.stringMatching(/^resp_/),
      object: 'response',
      status: 'completed',
      model: 'travel-guide',
      output: [
        {
          id: expect.stringMatching(/^msg_/),
          type: 'message',
          status: 'completed',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'Pack a coat.', annotations: [] }],
        },
      ],
      usage: { input_tokens: 2_000, output_tokens: 400, total_tokens: 2_400 },
    });
    const rows = await invocationRows(app, response.headers.get('x-request-id') ?? '', 8);
    await expect(printTrace(rows)).toMatchFileSnapshot('golden/assistantResponse.txt');
  });

  it('streams the full sequence of typed events, numbered, each in its place', async () => {
    model.replies.push(streamsTools([packing], 'I will look.'), streamsWords('Pack a coat.'));
    const text = await (await ask({ stream: true })).text();
    const events = eventsIn(text);
    expect(typesIn(events)).toEqual(fullSequence);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, at) => at));
    const said = events.flatMap(({ delta }) => delta ?? []).join('');
    expect(said).toBe('I will look.\n\nPack a coat.');
    const { response } = events.at(-1) as {
      response: { output: { content: { text: string }[] }[] };
    };
    expect(response.output[0]?.content[0]?.text).toBe(said);
    expect(text).not.toContain('[DONE]');
  });

  it('an empty answer has the sequence too', async () => {
    model.replies.push(streamsWords(''));
    const events = eventsIn(await (await ask({ stream: true })).text());
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.output_item.done',
      'response.completed',
    ]);
  });

  it('takes a conversation of items: calls that follow each other are one message', async () => {
    model.replies.push(says('Pack a coat.'));
    await ask({
      instructions: 'Be short.',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'Annecy?' }] },
        { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
        { type: 'function_call', call_id: 'c2', name: 'daylight', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'rain' },
        {
          type: 'function_call_output',
          call_id: 'c2',
          output: [{ type: 'input_text', text: 'x' }],
        },
        {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Rain.', annotations: [], logprobs: [] }],
        },
        { role: 'user', content: 'And then?' },
      ],
    });
    expect(lastAsked()).toEqual([
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: [{ type: 'text', text: 'Annecy?' }] },
      {
        role: 'assistant',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{}' } },
          { id: 'c2', type: 'function', function: { name: 'daylight', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'rain' },
      { role: 'tool', tool_call_id: 'c2', content: [{ type: 'text', text: 'x' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Rain.' }] },
      { role: 'user', content: 'And then?' },
    ]);
  });

  it('passes on what a chat completion knows by another name', async () => {
    model.replies.push(says('{}'));
    const schema = { type: 'object', properties: {} };
    await ask({
      max_output_tokens: 7,
      temperature: 0.5,
      reasoning: { effort: 'low', summary: 'auto' },
      text: { verbosity: 'low', format: { type: 'json_schema', name: 'x', schema, strict: true } },
      include: ['reasoning.encrypted_content'],
      tools: [],
      store: false,
    });
    expect(JSON.parse(model.received.at(-1) ?? '{}')).toMatchObject({
      max_tokens: 7,
      temperature: 0.5,
      reasoning_effort: 'low',
      verbosity: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema, strict: true } },
    });
  });

  it.each<[string, object, string, string]>([
    ['previous_response_id', { previous_response_id: 'resp_1' }, 'previous_response_id', 'input'],
    ['a conversation', { conversation: 'conv_1' }, 'conversation', 'input'],
    [
      'a reference',
      { input: [{ type: 'item_reference', id: 'msg_1' }] },
      'input[0]',
      'store: false',
    ],
    [
      'tools',
      { tools: [{ type: 'function', name: 'f', parameters: {} }] },
      'tools',
      'its own tools',
    ],
    ['a hosted item', { input: [{ type: 'web_search_call' }] }, 'input[0]', 'type'],
    [
      'an unknown part',
      { input: [{ role: 'user', content: [{ type: 'x' }] }] },
      'input[0].content[0]',
      'type',
    ],
    ['an unknown key', { made_up: 1 }, 'made_up', 'leave it out'],
    ['no input', { input: undefined }, 'input', 'a text or items'],
    ['an empty input', { input: [] }, 'input', 'a text or items'],
  ])('refuses %s by name', async (_name, body, param, message) => {
    const response = await ask(body);
    expect(response.status).toBe(400);
    const { error } = await bodyOf(response);
    expect(error).toMatchObject({ param, message: expect.stringContaining(message) });
  });

  it('a failure after the first text is an error and response.failed', async () => {
    model.replies.push(streamsTools([packing], 'I will look.'), (response) => response.destroy());
    const before = model.replies.length;
    expect(before).toBe(2);
    model.replies.push(...Array(2).fill((response: { destroy(): void }) => response.destroy()));
    const events = eventsIn(await (await ask({ stream: true })).text());
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['error', 'response.failed']);
    expect(events.at(-2)).toMatchObject({ code: 'model_unavailable' });
  });
});
