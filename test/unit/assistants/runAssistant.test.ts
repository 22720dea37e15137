import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Assistant, AssistantLimits } from '../../../src/assistants/assistant.ts';
import { defineTool } from '../../../src/assistants/tool.ts';
import { hangMs } from '../../time/hangMs.ts';
import { limitsIn } from '../../time/limitsIn.ts';
import { type Said, scriptAssistant } from './scriptAssistant.ts';

const nothing = z.strictObject({});
const echo = defineTool({
  name: 'echo',
  description: 'Gives back what it is given.',
  arguments: z.strictObject({ text: z.string() }),
  run: async ({ text }) => text,
});
const never = defineTool({
  name: 'never',
  description: 'Never ends.',
  arguments: nothing,
  run: () => new Promise(() => {}),
});
const broken = defineTool({
  name: 'broken',
  description: 'Always fails.',
  arguments: nothing,
  run: () => Promise.reject(new Error('secret words of a foreign library')),
});

const assistant = (limits: AssistantLimits = {}): Assistant => ({
  name: 'guide',
  version: '3',
  instructions: 'Guide.',
  tools: [echo, never, broken],
  limits,
});
const call = (text: string): Said => ({ calls: [['echo', { text }]] });
const until = (last: number, said: (step: number) => Said) => (step: number) =>
  step < last ? said(step) : { content: 'the end' };

describe('the steps of an answer', () => {
  it('each step has the calls and results of those before, and the answer the usage of all', async () => {
    const { ask, asked, traced } = scriptAssistant(
      assistant(),
      until(3, (step) => ({ ...call(`${step}`), tokens: [10, step], costUsd: 0.1 })),
    );
    const answer = await ask();
    expect(answer).toMatchObject({
      model: 'guide',
      choices: [{ finish_reason: 'stop', message: { content: 'the end' } }],
      usage: { prompt_tokens: 20, completion_tokens: 3, total_tokens: 23 },
    });
    expect(asked.map(({ messages }) => messages.map(({ role }) => role))).toEqual([
      ['user'],
      ['user', 'assistant', 'tool'],
      ['user', 'assistant', 'tool', 'assistant', 'tool'],
    ]);
    expect(asked[2]?.messages.at(-1)).toEqual({
      role: 'tool',
      tool_call_id: 'call_2_0',
      content: '2',
    });
    expect(traced.tools.map(({ name, step, problem }) => [name, step, problem])).toEqual([
      ['echo', 1, undefined],
      ['echo', 2, undefined],
    ]);
    expect(traced.ended).toMatchObject({ toolCalls: 2, costUsd: 0.2, budgetReached: false });
    expect(traced.ended?.code).toBeUndefined();
  });

  it('a failed tool of several is told to the model beside the results of the others, in the order of the calls', async () => {
    const calls = [
      ['broken', {}],
      ['echo', { text: 'a' }],
      ['nobody', {}],
      ['echo', '{"text":'],
      ['echo', { txt: 'a' }],
      ['echo', JSON.parse('{"text":"a","__proto__":{"x":1}}')],
    ] as const;
    const { ask, asked, traced } = scriptAssistant(
      assistant(),
      until(2, () => ({ calls })),
    );
    await ask();
    expect(asked[1]?.messages.slice(2).map(({ content }) => content)).toEqual([
      '{"error":"The tool failed."}',
      'a',
      '{"error":"There is no such tool. There are: echo, never, broken."}',
      '{"error":"The arguments are not JSON."}',
      expect.stringContaining('text: Invalid input: expected string'),
      expect.stringContaining('Unrecognized key'),
    ]);
    expect(traced.tools.map(({ name, problem }) => [name, problem])).toEqual([
      ['broken', 'tool_failed'],
      ['echo', undefined],
      ['unknown', 'unknown_tool'],
      ['echo', 'invalid_arguments'],
      ['echo', 'invalid_arguments'],
      ['echo', 'invalid_arguments'],
    ]);
    expect(JSON.stringify(asked)).not.toContain('secret words');
  });

  it('a tool that hangs is given up after its time, and the answer goes on', async () => {
    const { ask, asked } = scriptAssistant(
      assistant({ toolMs: 20 }),
      until(2, () => ({ calls: [['never', {}]] })),
    );
    expect((await ask()).choices[0]?.message.content).toBe('the end');
    expect(asked[1]?.messages.at(-1)?.content).toBe('{"error":"The tool did not answer in time."}');
  });
});

describe('what ends an answer early', () => {
  it('a model that never stops calling must answer in the last step, and is cut when it calls all the same', async () => {
    const { ask, asked, traced } = scriptAssistant(assistant({ maxSteps: 3 }), (step) => ({
      ...call('again'),
      content: `so far ${step}`,
    }));
    const answer = await ask();
    expect(asked.map(({ tool_choice }) => tool_choice)).toEqual([undefined, undefined, 'none']);
    expect(answer.choices).toEqual([
      expect.objectContaining({
        finish_reason: 'length',
        message: { role: 'assistant', content: 'so far 3', refusal: null },
      }),
    ]);
    expect(traced.ended).toMatchObject({ budgetReached: true, toolCalls: 2 });
    expect(traced.ended?.code).toBeUndefined();
  });

  it('calls beyond the most are not run: the model is told, and must answer', async () => {
    const { ask, asked, traced } = scriptAssistant(
      assistant({ maxToolCalls: 3 }),
      until(3, (step) => ({
        calls: [1, 2].map((n) => ['echo', { text: `${step}.${n}` }] as const),
      })),
    );
    await ask();
    expect(
      asked
        .at(-1)
        ?.messages.slice(-2)
        .map(({ content }) => content),
    ).toEqual(['2.1', '{"error":"No more tools can be called for this answer."}']);
    expect(asked.at(-1)?.tool_choice).toBe('none');
    expect(traced.tools.at(-1)?.problem).toBe('too_many_calls');
    expect(traced.ended?.toolCalls).toBe(3);
  });

  it.each<[string, AssistantLimits]>([
    ['tokens', { maxTokens: 100 }],
    ['cost', { maxCostUsd: 0.02 }],
  ])('a budget of %s: the best answer so far, and no further step', async (_name, limits) => {
    const { ask, asked, traced } = scriptAssistant(assistant(limits), (step) => ({
      ...call('more'),
      ...(step === 1 && { content: 'a beginning' }),
      tokens: [40, 10],
      costUsd: 0.01,
    }));
    const answer = await ask();
    expect(asked.length).toBe(2);
    expect(answer.choices[0]).toMatchObject({
      finish_reason: 'length',
      message: { content: 'a beginning' },
    });
    expect(traced.ended?.budgetReached).toBe(true);
  });

  it('an answer that is whole is no cut one, however much it took', async () => {
    const { ask, traced } = scriptAssistant(assistant({ maxTokens: 1 }), () => ({
      content: 'whole',
      tokens: [50, 50],
    }));
    expect((await ask()).choices[0]?.finish_reason).toBe('stop');
    expect(traced.ended?.budgetReached).toBe(false);
  });

  it('the deadline in the middle of a tool: model_timeout, no further step, and every span ended', async () => {
    const { ask, asked, traced } = scriptAssistant(assistant(), () => ({
      calls: [
        ['never', {}],
        ['echo', { text: 'a' }],
      ],
    }));
    await expect(ask('?', hangMs(200))).rejects.toMatchObject({ code: 'model_timeout' });
    expect(asked.length).toBe(1);
    expect(traced.tools.map(({ problem }) => problem)).toEqual(['model_timeout', undefined]);
    expect(traced.ended?.code).toBe('model_timeout');
  });

  it('the caller leaves in the middle of a tool: client_closed, and no further step', async () => {
    const { ask, asked, traced, leave } = scriptAssistant(assistant(), () => ({
      calls: [['never', {}]],
    }));
    const answer = ask();
    setImmediate(leave);
    await expect(answer).rejects.toMatchObject({ code: 'client_closed' });
    expect(asked.length).toBe(1);
    expect(traced.ended?.code).toBe('client_closed');
  });
});

describe('what a caller may ask of an assistant', () => {
  it.each(['tools', 'tool_choice', 'parallel_tool_calls'])('%s is refused', (param) => {
    const { inference } = scriptAssistant(assistant(), () => ({ content: '' }));
    const request = { model: 'guide', messages: [], [param]: true };
    expect(() => inference.parse(request)).toThrow(
      expect.objectContaining({ code: 'invalid_request', param }),
    );
    expect(inference.parse({ ...request, model: 'gpt-4o' })).toMatchObject({ model: 'gpt-4o' });
  });

  it('it is listed after the deployments', () => {
    const { inference } = scriptAssistant(assistant(), () => ({ content: '' }));
    expect(inference.models).toEqual(['gpt-4o', 'guide']);
  });
});

describe('a stream', () => {
  it('gives the text of the answer alone, under one ID and the assistant’s name', async () => {
    const { stream } = scriptAssistant(
      assistant(),
      until(2, () => ({ ...call('a'), tokens: [5, 5] })),
    );
    const events = await stream({ stream_options: { include_usage: true } });
    const [first, ...rest] = events;
    expect(first.choices[0]).toEqual({
      index: 0,
      delta: { role: 'assistant', content: 'the ' },
      finish_reason: null,
    });
    expect(rest.map(({ choices }) => choices[0]?.delta)).toEqual([
      { content: 'end' },
      {},
      undefined,
    ]);
    expect(events.at(-2).choices[0].finish_reason).toBe('stop');
    expect(events.at(-1).usage).toMatchObject({ total_tokens: 10 });
    expect(new Set(events.map(({ id, model }) => `${id} ${model}`)).size).toBe(1);
    expect(first.model).toBe('guide');
  });

  it('leaves the usage out unless it is wanted', async () => {
    const { stream } = scriptAssistant(
      assistant(),
      until(1, () => call('a')),
    );
    expect((await stream()).some((event) => 'usage' in event)).toBe(false);
  });

  it('an error before the first text is thrown before there is a stream', async () => {
    const { stream, traced } = scriptAssistant(assistant(), (step) => {
      if (step === 1) return call('a');
      throw Object.assign(new Error('gone'), { code: 'x' });
    });
    await expect(stream()).rejects.toThrow('gone');
    expect(traced.ended?.code).toBe('internal_error');
  });

  it('a caller who stops reading ends the steps', async () => {
    const { inference, traced } = scriptAssistant(assistant(), () => ({ content: 'a long text' }));
    const events = await inference.stream(
      { model: 'guide', messages: [], stream: true },
      limitsIn(1_000),
    );
    for await (const _ of events) break;
    expect(traced.ended?.code).toBe('client_closed');
  });
});
