import { describe, expect, it } from 'vitest';
import type { StoredRow } from '../../../api.ts';
import { fromMessages } from '../../../pages/try/from/fromMessages.ts';
import { row } from '../../view/rows.ts';

const text = (content: string) => ({ type: 'text', content });
const chatRow = (dimensions: Record<string, unknown>): StoredRow => ({
  ...row('dependencies', {
    name: 'chat gpt-4o',
    customDimensions: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      ...Object.fromEntries(
        Object.entries(dimensions).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ),
    },
  }),
  seq: 1,
  received: '',
});
const said = [
  { role: 'system', parts: [text('Be short.')] },
  { role: 'user', parts: [text('A tent?'), { type: 'blob', modality: 'image', content: 'aaaa' }] },
  { role: 'assistant', parts: [text('Yes.'), { type: 'tool_call', id: 'c', name: 'w' }] },
  { role: 'user', parts: [text('And gas?')] },
];
const ours = { ours: true, agent: undefined };

describe('what is put together from the messages of a call', () => {
  it('is its instructions, its history and its question, and what is missing is named', () => {
    const given = fromMessages(
      chatRow({
        'gen_ai.input.messages': said,
        'gen_ai.tool.definitions': [{ name: 'w' }],
        'gen_ai.request.temperature': '0.5',
      }),
      ours,
    );
    expect(given.draft).toMatchObject({
      system: 'Be short.',
      prompt: 'And gas?',
      model: 'gpt-4o',
      temperature: '0.5',
    });
    expect(given.context.messages).toEqual([
      { role: 'user', content: 'A tent?' },
      { role: 'assistant', content: 'Yes.' },
    ]);
    expect(given.notes).toEqual([
      expect.stringContaining('longer than 16 KiB'),
      'Left out: 1 × offered tool, 1 × image or file, 1 × tool call.',
    ]);
  });

  it('leaves out the app’s own instructions, and an assistant’s tools', () => {
    const agent = row('dependencies', { customDimensions: { 'gen_ai.agent.name': 'guide' } });
    const call = chatRow({
      'gen_ai.system_instructions': [text('You are a guide.')],
      'gen_ai.input.messages': said.slice(3),
      'gen_ai.tool.definitions': [{ name: 'w' }],
    });
    const { draft, notes } = fromMessages(call, { ours: true, agent });
    expect(draft).toMatchObject({ model: 'guide', system: '', prompt: 'And gas?' });
    expect(notes).toHaveLength(1);
  });

  it('has the instructions of another app, and says that it is one', () => {
    const call = chatRow({
      'gen_ai.system_instructions': [text('You are a shop.')],
      'gen_ai.input.messages': said.slice(3),
    });
    const { draft, notes } = fromMessages(call, { ours: false, agent: undefined });
    expect(draft.system).toBe('You are a shop.');
    expect(notes[0]).toContain('another app');
  });

  it.each<[string, StoredRow | undefined, string]>([
    ['that recorded no prompts', chatRow({}), 'Prompts are not recorded'],
    ['that asked no model', undefined, 'asked no model'],
    [
      'that was cut on its way',
      chatRow({ 'gen_ai.input.messages': '[{"role":"user","par' }),
      'not JSON, or was cut',
    ],
  ])('says what is missing of a call %s', (_name, call, words) => {
    const { draft, notes } = fromMessages(call, ours);
    expect(draft.prompt).toBe('');
    expect(notes.join(' ')).toContain(words);
  });
});
