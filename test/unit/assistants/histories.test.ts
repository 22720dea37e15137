import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Assistant } from '../../../src/assistants/assistant.ts';
import { defineTool } from '../../../src/assistants/tool.ts';
import { chunks, event, modelAnswer, reply, startScriptedModel } from '../../e2e/scriptedModel.ts';
import { messagesOf, says, streamsWords } from '../../e2e/toolReplies.ts';
import { hangMs } from '../../time/hangMs.ts';
import { limitsIn } from '../../time/limitsIn.ts';
import { startAssistants } from './startAssistants.ts';

const model = await startScriptedModel();
afterAll(model.stop);
beforeEach(() => {
  model.replies.length = 0;
  model.received.length = 0;
});
const sse = { 'content-type': 'text/event-stream' };
const echo = defineTool({
  name: 'echo',
  description: 'Gives back what it is given.',
  arguments: z.strictObject({ text: z.string() }),
  run: async ({ text }) => text,
});
const guide: Assistant = { name: 'guide', version: '1', instructions: 'Guide.', tools: [echo] };
const { inference, tools } = startAssistants(model.url, [guide]);
const limits = () => limitsIn(hangMs(5_000));
const messages = [{ role: 'user', content: 'hi' }];
const said = (text: string) => ({ name: 'echo', arguments: JSON.stringify({ text }) });

const complete = () => inference.complete(inference.parse({ model: 'guide', messages }), limits());

async function stream() {
  const request = inference.parse({ model: 'guide', messages, stream: true });
  const events: string[] = [];
  for await (const data of await inference.stream(request, limits())) events.push(...data);
  return events.join('');
}

/** An answer in deltas, as a stream. */
const streams = (...deltas: object[]) =>
  reply(
    200,
    [
      ...deltas.map((delta) => ({ ...chunks.role, choices: [{ index: 0, delta }] })),
      chunks.content('', 'tool_calls'),
      '[DONE]',
    ]
      .map(event)
      .join(''),
    sse,
  );
const answers = (message: object) =>
  reply(200, {
    ...modelAnswer,
    choices: [
      { index: 0, finish_reason: 'tool_calls', message: { role: 'assistant', ...message } },
    ],
  });

const signed = { extra_content: { google: { thought_signature: 'x' } } };
const call = { id: 'call_a', type: 'function', function: said('a'), ...signed };
const expected = {
  role: 'assistant',
  reasoning_content: 'I look it up.',
  tool_calls: [call],
};

describe('the step after one that called tools', () => {
  it('has what the model thought, and the signatures of its calls', async () => {
    const details = [{ type: 'reasoning.encrypted', data: 'x' }];
    model.replies.push(
      answers({
        content: null,
        reasoning_content: 'I look it up.',
        reasoning_details: details,
        tool_calls: [call],
      }),
      says('done'),
    );
    await complete();
    expect(messagesOf(model.received[1])[2]).toEqual({ ...expected, reasoning_details: details });
  });

  it('has them of a stream too, and the caller’s stream has no word of them', async () => {
    model.replies.push(
      streams(
        { role: 'assistant', reasoning_content: 'I look ' },
        { reasoning_content: 'it up.' },
        { tool_calls: [{ index: 0, ...call }] },
      ),
      streamsWords('done'),
    );
    expect(await stream()).not.toMatch(/look|signature/);
    expect(messagesOf(model.received[1])[2]).toEqual(expected);
  });

  it('has at most 256 Ki characters of thoughts of a stream, and all of its calls', async () => {
    const deltas = Array(40).fill({ reasoning_content: 'x'.repeat(10_000) });
    model.replies.push(
      streams(...deltas, { tool_calls: [{ index: 0, ...call }] }),
      streamsWords('done'),
    );
    await stream();
    const message = messagesOf(model.received[1])[2] as unknown as typeof expected;
    expect(message.reasoning_content).toHaveLength(256 * 1024);
    expect(message.tool_calls).toEqual([call]);
  });

  it.each<[string, object[]]>([
    ['without an index', [{ id: 'call_0' }, { id: 'call_1' }]],
    [
      'all of them index 0',
      [
        { id: 'call_0', index: 0 },
        { id: 'call_1', index: 0 },
      ],
    ],
    [
      'with the ID in each piece',
      [
        { id: 'call_0', index: 0 },
        { id: 'call_1', index: 1 },
      ],
    ],
  ])('calls both tools that a stream gave %s', async (_name, pieces) => {
    tools.length = 0;
    const [first, second] = pieces;
    const whole = (piece: object | undefined, text: string) => ({
      tool_calls: [{ ...piece, function: said(text) }],
    });
    const again = (piece: object | undefined) => ({
      tool_calls: [{ ...piece, function: { arguments: ' ' } }],
    });
    model.replies.push(
      streams(whole(first, 'a'), again(first), whole(second, 'b'), again(second)),
      streamsWords('done'),
    );
    await stream();
    const sent = messagesOf(model.received[1]);
    expect(sent.slice(2).map(({ tool_call_id, content }) => [tool_call_id, content])).toEqual([
      [undefined, undefined],
      ['call_0', 'a'],
      ['call_1', 'b'],
    ]);
    expect(tools.map(({ name }) => name)).toEqual(['echo', 'echo']);
  });
});
