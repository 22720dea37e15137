import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Model, startModel } from '../../../local/model/startModel.ts';

let model: Model;
beforeAll(async () => {
  model = await startModel({ port: 0, latencyMs: 1, onExit: () => {} });
});
afterAll(() => model.stop());

const tool = {
  type: 'function',
  function: { name: 'get_weather', parameters: { type: 'object', properties: {} } },
};

const ask = (content: string, more: object = {}) =>
  fetch(`${model.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more }),
  });
interface Completion {
  readonly choices: readonly {
    readonly finish_reason: string;
    readonly message: {
      readonly content: string | null;
      readonly tool_calls?: readonly { readonly id: string; readonly function: object }[];
    };
  }[];
}
const choiceOf = async (response: Response) => ((await response.json()) as Completion).choices[0];
const statuses = async (times: number, content: string, more: object = {}) => {
  const found: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const response = await ask(content, more);
    await response.text();
    found.push(response.status);
  }
  return found;
};

describe('the embedded model does what the words in brackets ask for', () => {
  it.each<[string, string, object, number[]]>([
    ['answers without them', 'What should I pack?', {}, [200, 200]],
    [
      '(throttled once): each new call is refused once',
      'Where to? (throttled once)',
      {},
      [429, 200, 429, 200],
    ],
    ['(throttled once): a stream too', 'And then? (throttled once)', { stream: true }, [429, 200]],
    ['(always failing)', 'Where to? (always failing)', {}, [503, 503, 503]],
  ])('%s', async (_name, prompt, more, expected) => {
    expect(await statuses(expected.length, prompt, more)).toEqual(expected);
  });

  it('(throttled once) says when to come back, and one call does not spend the refusal of another', async () => {
    const first = await ask('One (throttled once)');
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await statuses(1, 'Another (throttled once)')).toEqual([429]);
    expect(await statuses(1, 'One (throttled once)')).toEqual([200]);
  });

  it('(with tools) calls the tool that is offered, then answers with its result', async () => {
    const content = 'How is the weather in Madrid? (with tools)';
    const choice = await choiceOf(await ask(content, { tools: [tool] }));
    const [call] = choice?.message.tool_calls ?? [];
    expect(choice?.finish_reason).toBe('tool_calls');
    expect(call?.function).toEqual({
      name: 'get_weather',
      arguments: '{"city":"Madrid"}',
    });
    const messages = [
      { role: 'user', content },
      choice?.message,
      { role: 'tool', tool_call_id: call?.id, content: '21 °C' },
    ];
    const answered = await choiceOf(await ask(content, { messages, tools: [tool] }));
    expect(answered?.message.content).toMatch(/21 °C and sunny/);
  });

  it('(with tools) answers when none is offered', async () => {
    const choice = await choiceOf(await ask('How is the weather? (with tools)'));
    expect(choice?.message.content).toMatch(/Madrid/);
  });

  it('(cut off) ends a stream in the middle of the answer, and leaves one that is no stream whole', async () => {
    const content = 'What should I pack? (cut off)';
    const choice = await choiceOf(await ask(content));
    const whole = `${choice?.message.content}`;
    const response = await ask(content, { stream: true });
    let text = '';
    const read = async () => {
      const parts = response.body?.pipeThrough(new TextDecoderStream()) ?? [];
      for await (const part of parts) text += part;
    };
    await expect(read()).rejects.toThrow();
    const deltas = [...text.matchAll(/"content":("(?:[^"\\]|\\.)*")/g)];
    const said = deltas.map(([, json = '""']) => JSON.parse(json)).join('');
    expect(said.length).toBeGreaterThan(100);
    expect(said.length).toBeLessThan(whole.length / 2);
    expect(whole.startsWith(said)).toBe(true);
    expect(text).not.toContain('[DONE]');
  });

  it('(slow) begins its stream late', async () => {
    const begin = performance.now();
    const response = await ask('What should I pack? (slow)', { stream: true });
    await response.body?.getReader().read();
    expect(performance.now() - begin).toBeGreaterThan(1_400);
    await response.body?.cancel().catch(() => {});
  });
});
