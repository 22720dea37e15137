import { describe, expect, it } from 'vitest';
import { chat } from '../../insights/test/view/rows.ts';
import { readMessages } from '../../insights/view/messages.ts';
import { recordMessages, recordParts } from '../../src/telemetry/content/content.ts';

const text = (content: string) => ({ type: 'text', content });
const message = (role: string, ...parts: { type: string; [field: string]: unknown }[]) => ({
  role,
  parts,
});
const read = (input: string, more: Record<string, string> = {}) =>
  readMessages(chat(1, { customDimensions: { 'gen_ai.input.messages': input, ...more } }));

describe('the messages of a call that the app recorded', () => {
  it('say what the recorder cut, and keep what it kept', () => {
    const said = Array.from({ length: 20 }, (_, n) =>
      message('user', text(`${n} ${'x'.repeat(400)}`)),
    );
    const { messages, notes } = read(recordMessages(said, 4_000), {
      'gen_ai.system_instructions': recordParts([text('a'.repeat(900)), text('b')], 300),
    });
    expect(messages.at(-1)?.line).toMatch(/^19 x+/);
    expect(messages.filter(({ role }) => role === 'system')).toHaveLength(1);
    const kept = messages.filter(({ role }) => role === 'user').length;
    expect(notes.join('\n')).toMatch(
      new RegExp(`Cut by the recorder: ${20 - kept} messages left out, [\\d.]+ KB\\.`),
    );
  });

  it('say that a text was shortened, when no message is left out', () => {
    const { notes } = read(recordMessages([message('user', text('x'.repeat(9_000)))], 4_000));
    expect(notes).toEqual([
      expect.stringMatching(/^Cut by the recorder: a text shortened by [\d.]+ KB\.$/),
    ]);
  });
});
