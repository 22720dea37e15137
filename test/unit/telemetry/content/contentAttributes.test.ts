import type { Span } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import type { ContentMessage } from '../../../../src/telemetry/content/content.ts';
import { createContentRecorder } from '../../../../src/telemetry/content/contentAttributes.ts';

function recorder() {
  const recorded: Record<string, string> = {};
  const span = {
    setAttribute(name: string, value: unknown) {
      recorded[name] = `${value}`;
      return span as Span;
    },
  };
  return { recorded, ...createContentRecorder(span) };
}

const long = (role: string): ContentMessage[] => [
  { role, parts: [{ type: 'text', content: 'é'.repeat(100_000) }] },
];

it('a call with everything too long: 32 KiB for what is asked, 48 KiB in all, each of it there', () => {
  const { recorded, input, output } = recorder();
  input(() => ({
    systemInstructions: [{ type: 'text', content: 'x'.repeat(100_000) }],
    messages: long('user'),
    tools: Array(500).fill({ type: 'function', name: 'weather', description: 'y'.repeat(200) }),
  }));
  output(() => long('assistant'));
  const bytes = (name: string) => Buffer.byteLength(recorded[name] ?? '');
  const asked =
    bytes('gen_ai.system_instructions') +
    bytes('gen_ai.tool.definitions') +
    bytes('gen_ai.input.messages');
  expect(asked).toBeLessThanOrEqual(32 * 1_024);
  expect(asked + bytes('gen_ai.output.messages')).toBeLessThanOrEqual(48 * 1_024);
  for (const json of Object.values(recorded)) {
    expect(json.length).toBeGreaterThan(2_000);
    expect(JSON.parse(json)[0]).toHaveProperty(json.includes('"parts"') ? 'parts' : 'type');
  }
});

it('a tool with everything too long: 32 KiB for what it is given, 48 KiB with what it gives, both there', () => {
  const { recorded, toolArguments, toolResult } = recorder();
  toolArguments('é'.repeat(100_000));
  toolResult('ü'.repeat(100_000));
  const texts = ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'].map(
    (name) => recorded[name] ?? '',
  );
  const [given = 0, all = 0] = [texts[0] ?? '', texts.join('')].map((text) =>
    Buffer.byteLength(text),
  );
  expect(given).toBeLessThanOrEqual(32 * 1_024);
  expect(all).toBeLessThanOrEqual(48 * 1_024);
  expect(texts[0]).toMatch(/^é{10000,}… \[\d+ characters left out\]$/);
  expect(texts[1]).toMatch(/^ü{7000,}… \[\d+ characters left out\]$/);
});

it('content that cannot be recorded does not fail the call', () => {
  const { recorded, input, output } = recorder();
  const broken = () => {
    throw new Error('canary');
  };
  input(broken);
  output(broken);
  expect(recorded).toEqual({});
});
