import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Model, startModel } from '../../../local/model/startModel.ts';
import { eventsIn, fullSequence, typesIn } from '../../e2e/typedEvents.ts';

let model: Model;
beforeAll(async () => {
  model = await startModel({ port: 0, latencyMs: 1, onExit: () => {} });
});
afterAll(() => model.stop());

const send = (path: string, body: object) =>
  fetch(`${model.url}/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', ...body }),
  });
const ask = (input: unknown, more: object = {}) => send('responses', { input, ...more });
interface Given {
  readonly output: readonly {
    readonly type: string;
    readonly call_id?: string;
    readonly content?: readonly { readonly text: string }[];
  }[];
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
}
const given = async (response: Response) => (await response.json()) as Given;
const textOf = ({ output }: Given) => output[0]?.content?.[0]?.text;
const tool = {
  type: 'function',
  name: 'get_weather',
  parameters: { type: 'object', properties: {} },
};
const weather = 'How is the weather in Madrid? (with tools)';

describe('the embedded model gives responses', () => {
  it.each([
    'What are some recommended supplies for a camping trip in the mountains?',
    'What should I pack?',
    weather,
  ])('with the text and the tokens of its chat completions: %s', async (content) => {
    const chat = (await (
      await send('chat/completions', { messages: [{ role: 'user', content }] })
    ).json()) as {
      choices: { message: { content: string } }[];
      usage: { prompt_tokens: number; completion_tokens: number };
    };
    const response = await given(await ask(content));
    expect(textOf(response)).toBe(chat.choices[0]?.message.content);
    expect(response.usage).toMatchObject({
      input_tokens: chat.usage.prompt_tokens,
      output_tokens: chat.usage.completion_tokens,
    });
    expect(response.usage.output_tokens).toBeGreaterThan(20);
  });

  it('streamed: the whole sequence of events, chunks of 16 characters, and tokens at the end', async () => {
    const stream = await (await ask('What should I pack?', { stream: true })).text();
    const events = eventsIn(stream);
    expect(typesIn(events)).toEqual(fullSequence);
    const deltas = events.flatMap(({ delta }) => (delta === undefined ? [] : [`${delta}`]));
    expect(Math.max(...deltas.map((delta) => delta.length))).toBe(16);
    const { response } = events.at(-1) as { response: Given };
    expect(textOf(response)).toBe(deltas.join(''));
    expect(response.usage.output_tokens).toBeGreaterThan(100);
  });

  it.each<[string, object, number[]]>([
    ['Where to? (throttled once)', {}, [429, 200, 429]],
    ['And then? (throttled once)', { stream: true }, [429, 200]],
    ['Where to? (always failing)', {}, [503, 503]],
  ])('and does what the words in brackets ask for: %s %j', async (input, more, expected) => {
    const statuses: number[] = [];
    for (const _ of expected) {
      const response = await ask(input, more);
      await response.text();
      statuses.push(response.status);
    }
    expect(statuses).toEqual(expected);
  });

  it('(cut off) ends a stream in the middle of the answer', async () => {
    const response = await ask('What should I pack? (cut off)', { stream: true });
    await expect(response.text()).rejects.toThrow();
  });

  it('(slow) begins its stream late', async () => {
    const begin = performance.now();
    const response = await ask('What should I pack? (slow)', { stream: true });
    await response.body?.getReader().read();
    expect(performance.now() - begin).toBeGreaterThan(1_400);
    await response.body?.cancel().catch(() => {});
  });

  it('(with tools) calls the tool that is offered, then answers with its result', async () => {
    const { output } = await given(await ask(weather, { tools: [tool] }));
    expect(output).toMatchObject([
      { type: 'function_call', name: 'get_weather', arguments: '{"city":"Madrid"}' },
    ]);
    const items = [
      { role: 'user', content: [{ type: 'input_text', text: weather }] },
      ...output,
      { type: 'function_call_output', call_id: output[0]?.call_id, output: '21 °C' },
    ];
    expect(textOf(await given(await ask(items, { tools: [tool] })))).toMatch(/21 °C and sunny/);
  });

  it('and takes any reference to an item', async () => {
    const items = [
      { type: 'item_reference', id: 'msg_1' },
      { role: 'user', content: 'And then?' },
    ];
    expect((await ask(items)).status).toBe(200);
  });
});
