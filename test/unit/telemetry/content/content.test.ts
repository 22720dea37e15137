import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteLength,
  type ContentMessage,
  recordMessages,
  recordParts,
} from '../../../../src/telemetry/content/content.ts';
import { runs } from '../../../fuzz/runs.ts';

const user = (content: string): ContentMessage => ({
  role: 'user',
  parts: [{ type: 'text', content }],
});

describe('recorded messages', () => {
  it('that fit are whole', () => {
    const messages = [user('one'), user('two')];
    expect(JSON.parse(recordMessages(messages, 1_000))).toEqual(messages);
  });

  it('that do not fit lose the oldest first, and say how many', () => {
    const messages = [user('a'.repeat(500)), user('b'.repeat(500)), user('last')];
    const [note, ...kept] = JSON.parse(recordMessages(messages, 600));
    expect(note).toEqual({
      role: 'system',
      parts: [{ type: 'omitted', items: 1, bytes: expect.any(Number) }],
    });
    expect(kept).toHaveLength(2);
    expect(kept[1]).toEqual(user('last'));
    expect(kept[0].parts[0].content).toMatch(/^b+… \[\d+ characters left out\]$/);
  });

  it('a single long message keeps its beginning and says how much is missing', () => {
    const recorded = JSON.parse(recordMessages([user('é'.repeat(100_000))], 32_768));
    const text = recorded[1].parts[0].content;
    const [, kept = '', missing] = /^(é+)… \[(\d+) characters left out\]$/.exec(text) ?? [];
    expect(kept.length + Number(missing)).toBe(100_000);
    expect(kept.length).toBeGreaterThan(3_000);
  });

  it('a pair of surrogates is not cut in two', () => {
    const recorded = recordMessages([user(`x${'😀'.repeat(1_000)}`)], 600);
    expect(recorded.isWellFormed()).toBe(true);
    expect(recorded).not.toMatch(/\\ud[89a-f]/);
  });

  it('tool definitions too long for all are counted', () => {
    const tools = [...Array(50).keys()].map((index) => ({
      type: 'function',
      name: `tool_${index}`,
      parameters: { type: 'object' },
    }));
    const [note, ...kept] = JSON.parse(recordParts(tools, 1_024));
    expect(note).toEqual({
      type: 'omitted',
      items: 50 - kept.length,
      bytes: expect.any(Number),
    });
    expect(kept.at(-1).name).toBe('tool_49');
  });

  it('whatever the messages, they are valid JSON, well formed and within the limit', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string());
    const message = fc.record({
      role: fc.constantFrom('user', 'assistant', 'tool'),
      parts: fc.array(
        fc.record({ type: fc.constant('text'), content: text, extra: fc.jsonValue() }),
      ),
    });
    const property = fc.property(
      fc.array(message, { maxLength: 20 }),
      fc.integer({ min: 256, max: 4_096 }),
      (messages, limit) => {
        const recorded = recordMessages(messages, limit);
        expect(byteLength(recorded)).toBeLessThanOrEqual(limit);
        expect(recorded.isWellFormed()).toBe(true);
        expect(Array.isArray(JSON.parse(recorded))).toBe(true);
      },
    );
    fc.assert(property, runs(500));
  });
});
