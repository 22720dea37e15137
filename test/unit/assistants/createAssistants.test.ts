import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Assistant, AssistantLimits } from '../../../src/assistants/assistant.ts';
import { defineTool } from '../../../src/assistants/tool.ts';
import type { ChatRequest } from '../../../src/inference/request/chatRequest.ts';
import { chunks, event, startScriptedModel } from '../../e2e/scriptedModel.ts';
import {
  callsTools,
  messagesOf,
  says,
  streamsTools,
  streamsWords,
  toolResults,
} from '../../e2e/toolReplies.ts';
import { expectWithin } from '../../time/expectWithin.ts';
import { hangMs } from '../../time/hangMs.ts';
import { limitsIn } from '../../time/limitsIn.ts';
import { startAssistants } from './startAssistants.ts';

// Over a socket: what a model is sent, and what becomes of its answers.

const model = await startScriptedModel();
afterAll(model.stop);
beforeEach(() => {
  model.replies.length = 0;
  model.received.length = 0;
});

const echo = defineTool({
  name: 'echo',
  description: 'Gives back what it is given.',
  arguments: z.strictObject({ text: z.string().max(10) }),
  run: async ({ text }) => ({ text }),
});
const guide = (limits: AssistantLimits = {}, more: Partial<Assistant> = {}): Assistant => ({
  name: 'guide',
  version: '3',
  instructions: 'You are a guide.',
  tools: [echo],
  limits,
  ...more,
});
const messages: ChatRequest['messages'] = [{ role: 'user', content: 'hi' }];
const limits = () => limitsIn(hangMs(5_000));
const sent = () => model.received.map((body) => JSON.parse(body));
const again = { name: 'echo', given: { text: 'again' } };

/** Everything a stream gives, parsed. */
async function readAll(events: AsyncIterable<readonly string[]>) {
  const all: string[] = [];
  for await (const data of events) all.push(...data);
  return all.map((data) => JSON.parse(data));
}

describe('a request for a plain model', () => {
  const tools = [{ type: 'function' as const, function: { name: 'weather' } }];
  it.each<[string, Partial<ChatRequest>]>([
    ['named', { model: 'gpt-4o' }],
    ['not named', {}],
    ['with tools of its own', { tools, tool_choice: 'auto', parallel_tool_calls: false }],
  ])('%s is answered as without assistants', async (_, fields) => {
    const { inference, models, agents } = startAssistants(model.url, [guide()]);
    const request = inference.parse({ messages, ...fields });
    const answers = [
      await inference.complete(request, limits()),
      await models.complete(request, limits()),
    ];
    expect(answers[0]).toEqual(answers[1]);
    expect(model.received[0]).toBe(model.received[1]);
    expect(messagesOf(model.received[0])[0]?.content).toBe('You are a plain model.');
    expect(agents).toEqual([]);
  });

  it('that streams gives the model’s own chunks', async () => {
    const { inference, agents } = startAssistants(model.url, [guide()]);
    model.replies.push(streamsWords('Pack a tent.'));
    const request = inference.parse({ messages, stream: true });
    const [first] = await readAll(await inference.stream(request, limits()));
    expect(first).toEqual(chunks.role);
    expect(agents).toEqual([]);
  });

  it('that is not there is not found', () => {
    const { inference } = startAssistants(model.url, [guide()]);
    expect(() => inference.parse({ messages, model: 'Guide' })).toThrow(
      expect.objectContaining({ code: 'model_not_found', param: 'model' }),
    );
  });
});

describe('a request for an assistant', () => {
  it('is sent with its instructions in place of SYSTEM_PROMPT, its tools, and the caller’s fields', async () => {
    const { inference, chats, agents } = startAssistants(model.url, [guide()]);
    const request = inference.parse({ model: 'guide', messages, temperature: 0.5, max_tokens: 7 });
    const answer = await inference.complete(request, limits());
    expect(answer).toMatchObject({ model: 'guide', object: 'chat.completion' });
    expect(sent()).toEqual([
      {
        model: 'gpt-4o',
        messages: [{ role: 'system', content: 'You are a guide.' }, ...messages],
        temperature: 0.5,
        max_tokens: 7,
        tools: [
          {
            type: 'function',
            function: {
              name: 'echo',
              description: 'Gives back what it is given.',
              parameters: {
                type: 'object',
                properties: { text: { type: 'string', maxLength: 10 } },
                required: ['text'],
                additionalProperties: false,
              },
            },
          },
        ],
      },
    ]);
    expect(agents).toMatchObject([{ name: 'guide', version: '3' }]);
    expect(chats).toMatchObject([{ step: 1, attempt: 1, promptVersion: '3', end: 'ok' }]);
  });

  it('keeps its instructions when the caller sends some too', async () => {
    const { inference } = startAssistants(model.url, [guide()]);
    const own = { role: 'system' as const, content: 'Talk like a pirate.' };
    await inference.complete({ model: 'guide', messages: [own, ...messages] }, limits());
    expect(messagesOf(model.received[0]).map(({ content }) => content)).toEqual([
      'You are a guide.',
      'Talk like a pirate.',
      'hi',
    ]);
  });

  it('goes to the assistant’s model, if it names one', async () => {
    const { inference } = startAssistants(model.url, [guide({}, { model: 'gpt-4o-mini' })], {
      models: ['gpt-4o', 'gpt-4o-mini'],
    });
    await inference.complete({ model: 'guide', messages }, limits());
    expect(sent()[0].model).toBe('gpt-4o-mini');
  });

  it('without tools is one call that says nothing of tools', async () => {
    const { inference } = startAssistants(model.url, [guide({}, { tools: [] })]);
    await inference.complete({ model: 'guide', messages }, limits());
    expect(Object.keys(sent()[0])).not.toContain('tools');
    expect(Object.keys(sent()[0])).not.toContain('tool_choice');
  });

  it('each step is numbered, and sees those before it', async () => {
    const { inference, chats, tools } = startAssistants(model.url, [guide()]);
    model.replies.push(
      callsTools([{ ...again, id: 'call_a' }], 'Let me see.'),
      callsTools([again, { ...again, id: 'call_b' }]),
      says('Done.'),
    );
    const answer = await inference.complete({ model: 'guide', messages }, limits());
    expect(answer.choices[0]?.message.content).toBe('Done.');
    expect(chats.map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(tools.map(({ step, callId }) => [step, callId])).toEqual([
      [1, 'call_a'],
      [2, 'call_1'],
      [2, 'call_b'],
    ]);
    const [, , ...steps] = messagesOf(model.received[2]);
    expect(steps.map(({ role, tool_call_id }) => [role, tool_call_id])).toEqual([
      ['assistant', undefined],
      ['tool', 'call_a'],
      ['assistant', undefined],
      ['tool', 'call_1'],
      ['tool', 'call_b'],
    ]);
    expect(steps[0]?.content).toBe('Let me see.');
  });

  it.each(['tools', 'tool_choice', 'parallel_tool_calls'])(
    'with %s is refused by name, also as bytes',
    (param) => {
      const values = {
        tools: [{ type: 'function', function: { name: 'weather' } }],
        tool_choice: 'none',
        parallel_tool_calls: false,
      };
      const { inference } = startAssistants(model.url, [guide()]);
      const body = { model: 'guide', messages, [param]: values[param as keyof typeof values] };
      const refusal = expect.objectContaining({ code: 'invalid_request', param });
      expect(() => inference.parse(body)).toThrow(refusal);
      expect(() => inference.parseBody(Buffer.from(JSON.stringify(body)))).toThrow(refusal);
      expect(inference.parse({ ...body, [param]: null })).toMatchObject({ model: 'guide' });
    },
  );
});

describe('the models that may be asked', () => {
  const names = (...list: string[]) => list.map((name) => guide({}, { name }));
  it('are the deployments, then the assistants', () => {
    const { inference } = startAssistants(model.url, names('a', 'b'), { models: ['x', 'y'] });
    expect(inference.models).toEqual(['x', 'y', 'a', 'b']);
  });

  it('hold a name once that a deployment and an assistant have, and it is the assistant’s', async () => {
    const { inference, agents } = startAssistants(model.url, names('gpt-4o', 'b'));
    expect(inference.models).toEqual(['gpt-4o', 'b']);
    await inference.complete({ model: 'gpt-4o', messages }, limits());
    expect(agents).toMatchObject([{ name: 'gpt-4o' }]);
  });
});

describe('a budget', () => {
  // Each step: 1,000 tokens in (400 of them cached), 200 out; at 2.50 and 10 dollars per million 0.0045 dollars.
  it.each<[AssistantLimits, number]>([
    [{ maxTokens: 1 }, 1],
    [{ maxTokens: 1_200 }, 1],
    [{ maxTokens: 1_201 }, 2],
    [{ maxTokens: 3_600 }, 3],
    [{ maxCostUsd: 0.004_5 }, 1],
    [{ maxCostUsd: 0.009 }, 2],
    [{ maxSteps: 1 }, 1],
    [{ maxSteps: 4 }, 4],
  ])(
    'of %j ends the answer after %i steps, whole or streamed, and nothing is an error',
    async (budget, steps) => {
      for (const streamed of [false, true]) {
        model.received.length = 0;
        const { inference, chats, agents, tools } = startAssistants(model.url, [guide(budget)]);
        model.replies.length = 0;
        for (let step = 1; step <= 10; step++) {
          const words = `so far ${step}`;
          model.replies.push(streamed ? streamsTools([again], words) : callsTools([again], words));
        }
        const request = inference.parse({
          model: 'guide',
          messages,
          ...(streamed && { stream: true, stream_options: { include_usage: true } }),
        });
        let finishReason: unknown;
        let usage: unknown;
        let text: unknown;
        if (streamed) {
          const events = await readAll(await inference.stream(request, limits()));
          finishReason = events.at(-2)?.choices[0].finish_reason;
          usage = events.at(-1)?.usage;
          text = `${events.at(-3)?.choices[0].delta.content}`.trimStart(); // parted from the steps before
        } else {
          const answer = await inference.complete(request, limits());
          finishReason = answer.choices[0]?.finish_reason;
          usage = answer.usage;
          text = answer.choices[0]?.message.content;
          expect(answer.choices[0]?.message).not.toHaveProperty('tool_calls');
        }
        expect([finishReason, text]).toEqual(['length', `so far ${steps}`]);
        expect(usage).toMatchObject({
          prompt_tokens: steps * 1_000,
          completion_tokens: steps * 200,
          total_tokens: steps * 1_200,
          prompt_tokens_details: { cached_tokens: steps * 400 },
          completion_tokens_details: { reasoning_tokens: steps * 50 },
        });
        expect(model.received).toHaveLength(steps);
        expect(chats.map(({ end }) => end)).toEqual(Array(steps).fill('ok'));
        expect(tools).toHaveLength(steps - 1); // none that no step would read
        const [agent] = agents;
        expect(agent?.ended).toEqual([
          {
            toolCalls: steps - 1,
            usage: expect.objectContaining({ prompt_tokens: steps * 1_000 }),
            costUsd: expect.closeTo(steps * 0.004_5, 10),
            budgetReached: true,
            code: undefined,
          },
        ]);
      }
    },
  );

  it('of dollars holds for calls without a price as if they were free', async () => {
    const { inference } = startAssistants(
      model.url,
      [guide({ maxCostUsd: 0.000_001, maxSteps: 3 })],
      {
        prices: new Map(),
      },
    );
    model.replies.push(callsTools([again]), callsTools([again]), says('Done.'));
    const answer = await inference.complete({ model: 'guide', messages }, limits());
    expect(answer.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: 'Done.' },
    });
  });
});

describe('a stream', () => {
  const request = { model: 'guide', messages, stream: true };

  it('begins with the first text of the answer, when the steps before are done', async () => {
    const { inference, tools } = startAssistants(model.url, [guide()]);
    model.replies.push(streamsTools([again]), streamsWords('Pack a tent.'));
    const events = await inference.stream(request, limits());
    expect(tools).toMatchObject([{ content: '{"text":"again"}', ends: 1 }]);
    const [first, ...rest] = await readAll(events);
    expect(first.choices[0].delta).toEqual({ role: 'assistant', content: 'Pack ' });
    expect(rest.map(({ choices }) => choices[0].delta.content)).toEqual(['a ', 'tent.', undefined]);
    expect(toolResults(model.received[1])).toEqual(['{"text":"again"}']);
  });

  it('keeps the deadline until its first text, also while a step talks of tools', async () => {
    const { inference, chats, agents } = startAssistants(model.url, [guide()]);
    model.replies.push((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event(chunks.role)); // a chunk, but none of the answer
    });
    const deadlineMs = hangMs(500);
    await expectWithin(deadlineMs, 1_000, () =>
      expect(inference.stream(request, limitsIn(deadlineMs))).rejects.toMatchObject({
        code: 'model_timeout',
      }),
    );
    expect(chats.map(({ end }) => end)).toEqual(['model_timeout']);
    expect(agents[0]?.ended).toMatchObject([{ code: 'model_timeout' }]);
  });

  it('goes on past the deadline once its text has begun', async () => {
    const { inference } = startAssistants(model.url, [guide()]);
    model.replies.push(streamsTools([again]), (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write([chunks.role, chunks.content('Pack ')].map(event).join(''));
      setTimeout(
        () => response.end(event(chunks.content('a tent.', 'stop')) + event('[DONE]')),
        hangMs(2_000),
      );
    });
    const events = await readAll(await inference.stream(request, limitsIn(hangMs(1_500))));
    expect(events.map(({ choices }) => choices[0].delta.content).join('')).toBe('Pack a tent.');
  });
});
