import { describe, expect, it } from 'vitest';
import { toEvents } from '../../../src/assistants/toEvents.ts';
import type { Completion } from '../../../src/inference/answer/completion.ts';
import type { ChatChunk } from '../../../src/inference/stream/chatChunk.ts';
import { chunks } from '../../e2e/scriptedModel.ts';

const completion: Completion = {
  id: 'chatcmpl-model',
  object: 'chat.completion',
  created: 1,
  model: 'guide',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'all' } }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
};

async function* from(reads: readonly (readonly unknown[])[], end: unknown = completion) {
  for (const read of reads) yield read as readonly ChatChunk[];
  return end as Completion;
}

/** The events of reads of the model's chunks. */
async function eventsOf(
  reads: readonly (readonly unknown[])[],
  { usage = false, end = completion as unknown } = {},
) {
  const events: string[] = [];
  for await (const data of toEvents('guide', from(reads, end), usage)) events.push(...data);
  return events.map((data) => JSON.parse(data));
}

const delta = (fields: object) => ({ ...chunks.role, choices: [{ index: 0, delta: fields }] });
const toolCall = delta({ tool_calls: [{ index: 0, function: { name: 'secret_tool' } }] });

describe('the events of an answer', () => {
  it('are its texts, then why it ended, under one ID, time and name', async () => {
    const events = await eventsOf([
      [chunks.role],
      [chunks.content('Pack '), chunks.content('a ')],
      [chunks.content('tent.', 'stop'), chunks.usage],
    ]);
    const [{ id, created }] = events;
    expect(id).toMatch(/^chatcmpl-[0-9a-f-]{36}$/);
    const head = { id, object: 'chat.completion.chunk', created, model: 'guide' };
    const choice = (fields: object, finish_reason: string | null = null) => ({
      ...head,
      choices: [{ index: 0, delta: fields, finish_reason }],
    });
    expect(events).toEqual([
      choice({ role: 'assistant', content: 'Pack ' }),
      choice({ content: 'a ' }),
      choice({ content: 'tent.' }),
      choice({}, 'stop'),
    ]);
  });

  it('are not begun by what is no text: roles, calls of tools, finish reasons, usage', async () => {
    const events = toEvents(
      'guide',
      from([
        [chunks.role],
        [toolCall],
        [chunks.content('', 'tool_calls')],
        [chunks.usage],
        [delta({ content: null })],
        [{ ...chunks.role, choices: [] }],
        [chunks.content('Hi')],
      ]),
      false,
    );
    const { value } = await events.next();
    expect(value).toHaveLength(1);
    expect(JSON.parse((value as string[])[0] ?? '').choices[0].delta).toEqual({
      role: 'assistant',
      content: 'Hi',
    });
    await events.return(undefined);
  });

  it('hold no word of a tool', async () => {
    const events = await eventsOf([[toolCall], [chunks.content('Hi')], [toolCall]]);
    expect(JSON.stringify(events)).not.toMatch(/tool/);
  });

  it('part the text before a step’s tools from the text after them by a blank line', async () => {
    const events = await eventsOf([
      [toolCall],
      [chunks.content('Let me look.'), toolCall, toolCall],
      [chunks.content('At '), chunks.content('20:12.')],
    ]);
    const texts = events.map(({ choices }) => choices[0].delta.content ?? '');
    expect(texts.join('')).toBe('Let me look.\n\nAt 20:12.');
  });

  it('of a refusal are the refusal', async () => {
    const events = await eventsOf([[delta({ refusal: 'I must not.' })]]);
    expect(events[0].choices[0].delta).toEqual({ role: 'assistant', refusal: 'I must not.' });
  });

  it('of an answer without a text begin with its end, role included', async () => {
    const end = { ...completion, choices: [{ finish_reason: 'length', message: {} }] };
    expect((await eventsOf([[toolCall]], { end })).map(({ choices }) => choices[0])).toEqual([
      { index: 0, delta: { role: 'assistant' }, finish_reason: 'length' },
    ]);
  });

  it('end with the usage of all steps, if it is wanted', async () => {
    const events = await eventsOf([[chunks.content('Hi')]], { usage: true });
    expect(events.at(-1)).toMatchObject({ choices: [], usage: completion.usage });
    const { usage: _, ...without } = completion;
    const none = await eventsOf([[chunks.content('Hi')]], { usage: true, end: without });
    expect(none.at(-1)).toMatchObject({ choices: [], usage: null });
  });
});

it('whoever stops reading ends the chunks', async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<readonly ChatChunk[], Completion> {
    try {
      for (;;) yield [chunks.content('more ')] as unknown as readonly ChatChunk[];
    } finally {
      ended = true;
    }
  }
  for await (const _ of toEvents('guide', endless(), false)) break;
  expect(ended).toBe(true);
});
