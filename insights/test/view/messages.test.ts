import { describe, expect, it } from 'vitest';
import { toExcerpt } from '../../view/excerpt.ts';
import { readMessages } from '../../view/messages.ts';
import { chat } from './rows.ts';

const text = (content: string) => ({ type: 'text', content });
const message = (role: string, ...parts: { type: string; [field: string]: unknown }[]) => ({
  role,
  parts,
});
const read = (input: unknown, more: Record<string, string> = {}) =>
  readMessages(
    chat(1, {
      customDimensions: {
        'gen_ai.input.messages': typeof input === 'string' ? input : JSON.stringify(input),
        ...more,
      },
    }),
  );

describe('the messages of a call', () => {
  it('are shown beside a note whose counts are none', () => {
    const note = { type: 'omitted', items: { toString: '' }, bytes: [{ valueOf: 1 }] };
    const { messages } = read([note, message('user', text('Where to?'))]);
    expect(messages.map(({ line }) => line)).toEqual(['Where to?']);
  });

  it('open the last turn and the answer, and fold instructions and history', () => {
    const { messages, recorded } = read(
      [
        message('system', text('Be brief.')),
        message('user', text('Hello')),
        message('assistant', text('Hi')),
        message('user', text('Where to?\nIn May.')),
      ],
      {
        'gen_ai.system_instructions': JSON.stringify([text('You are a guide.')]),
        'gen_ai.output.messages': JSON.stringify([
          { ...message('assistant', text('To the mountains.')), finish_reason: 'stop' },
        ]),
      },
    );
    expect(recorded).toBe(true);
    expect(messages.map(({ role, from, folded, line }) => [role, from, folded, line])).toEqual([
      ['system', 'instructions', true, 'You are a guide.'],
      ['system', 'input', true, 'Be brief.'],
      ['user', 'input', true, 'Hello'],
      ['assistant', 'input', true, 'Hi'],
      ['user', 'input', false, 'Where to?'],
      ['assistant', 'output', false, 'To the mountains.'],
    ]);
    expect(messages[4]?.parts).toEqual([{ kind: 'text', text: 'Where to?\nIn May.' }]);
    expect(messages[5]?.finishReason).toBe('stop');
  });

  it('show a tool call with what the tool gave', () => {
    const call = { type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Oslo' } };
    const { messages } = read([
      message('user', text('Rain?')),
      message('assistant', call, { ...call, id: 'c2' }),
      message('tool', { type: 'tool_call_response', id: 'c1', response: 'no' }),
      message('tool', {
        type: 'tool_call_response',
        id: 'lost',
        response: [{ type: 'text', text: 'snow' }],
      }),
    ]);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
    expect(messages[1]?.parts).toEqual([
      {
        kind: 'tool_call',
        id: 'c1',
        name: 'weather',
        text: '{\n  "city": "Oslo"\n}',
        result: 'no',
      },
      { kind: 'tool_call', id: 'c2', name: 'weather', text: '{\n  "city": "Oslo"\n}' },
    ]);
    expect(messages[1]?.line).toBe('weather({ "city": "Oslo" })');
    expect(messages[2]?.parts).toEqual([{ kind: 'tool_result', id: 'lost', text: 'snow' }]);
  });

  it('say of an image that the recorder cut how large it was', () => {
    const cut = `${'A'.repeat(40)}… [499960 characters left out]`;
    const url = `data:image/png;base64,${cut}`;
    const { messages } = read([
      message('user', { type: 'blob', modality: 'image', content: cut }, { type: 'uri', uri: url }),
      { role: 'user', content: [{ type: 'image_url', image_url: { url } }] },
    ]);
    expect(messages.flatMap(({ parts }) => parts.map((part) => part.text))).toEqual([
      '[image 375 KB, cut]',
      '[image 375 KB, cut]',
      '[image 375 KB, cut]',
    ]);
  });

  it('say of an image how large it is, and fetch nothing', () => {
    const base64 = 'A'.repeat(500_000);
    const { messages } = read([
      message(
        'user',
        { type: 'blob', modality: 'image', mime_type: 'image/png', content: base64 },
        { type: 'uri', modality: 'image', uri: 'https://example.test/a.png' },
        { type: 'uri', modality: 'image', uri: `data:image/png;base64,${base64}` },
        text(`see data:image/png;base64,${base64} here`),
      ),
      {
        role: 'user',
        content: [{ type: 'image_url', image_url: { url: `data:image/jpeg;base64,${base64}` } }],
      },
    ]);
    expect(messages.flatMap(({ parts }) => parts.map((part) => part.text))).toEqual([
      '[image 375 KB]',
      '[image https://example.test/a.png]',
      '[image 375 KB]',
      'see [image 375 KB] here',
      '[image 375 KB]',
    ]);
  });

  it.each([
    ['a part of an unknown type', [message('user', { type: 'hologram', depth: 3 })], '"hologram"'],
    ['a message without parts', [{ role: 'user', note: 'x' }], '"note"'],
    ['a message that is a text', ['hello'], 'hello'],
    ['a part that is null', [{ role: 'user', parts: [null] }], ''],

    [
      'JSON that was cut on its way',
      '[{"role":"user","parts":[{"type":"te',
      '"parts":[{"type":"te',
    ],
    ['something that is no list', '{"a":1}', '{"a":1}'],
    ['nothing', '', ''],
  ])('show %s', (_what, input, expected) => {
    const { messages } = read(input);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.parts[0]?.text).toContain(expected);
  });

  it('name the type of a part that is not known', () => {
    const { messages } = read([message('assistant', { type: 'web_search_call' })]);
    expect(messages[0]?.parts).toEqual([
      { kind: 'other', name: 'web_search_call', text: '{\n  "type": "web_search_call"\n}' },
    ]);
  });

  it('show content as OpenAI writes it as the text that it is', () => {
    const { messages } = read([{ role: 'user', content: 'plain' }]);
    expect(messages[0]?.parts).toEqual([{ kind: 'text', text: 'plain' }]);
  });

  it('say when an attribute could not be read', () => {
    expect(read('[{').notes).toEqual([
      'gen_ai.input.messages is not JSON, or was cut on its way: as it came.',
    ]);
  });

  it('are not there when they are not recorded', () => {
    expect(readMessages(chat(1))).toEqual({ recorded: false, messages: [], tools: [], notes: [] });
  });

  it('list the tools that were offered', () => {
    const definition = { type: 'function', name: 'weather', description: 'Tells it.' };
    const { tools } = read([], {
      'gen_ai.tool.definitions': JSON.stringify([
        definition,
        { type: 'function', function: { name: 'time' } },
        7,
      ]),
    });
    expect(tools.map(({ name, description }) => [name, description])).toEqual([
      ['weather', 'Tells it.'],
      ['time', ''],
      ['unknown', ''],
    ]);
  });

  it('of 5 MB, and nested a hundred thousand deep, are read', () => {
    const large = read([message('user', text('x'.repeat(5_000_000)))]);
    expect(large.messages[0]?.parts[0]?.text).toHaveLength(5_000_000);
    expect(large.messages[0]?.line.length).toBeLessThanOrEqual(160);
    const deep = `[{"role":"user","parts":[{"type":"tool_call","arguments":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}]`;
    expect(read(deep).messages).toHaveLength(1);
  });
});

describe('a long text', () => {
  it('is shown in its first 4,000 characters, and more when asked for', () => {
    const long = 'x'.repeat(150_000);
    expect(toExcerpt(long)).toEqual({ text: 'x'.repeat(4_000), left: 146_000 });
    expect(toExcerpt(long, 1).text).toHaveLength(4_000 + 65_536);
    expect(toExcerpt(long, 3)).toEqual({ text: long, left: 0 });
    expect(toExcerpt('short')).toEqual({ text: 'short', left: 0 });
  });

  it('is never cut inside a character', () => {
    const { text: first, left } = toExcerpt(`${'x'.repeat(3_999)}😀y`);
    expect(first).toBe('x'.repeat(3_999));
    expect(left).toBe(3);
  });
});
