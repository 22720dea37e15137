import { expect, it } from 'vitest';
import { canAsk, isPlain } from '../../../pages/try/chat.ts';
import { noDraft } from '../../../pages/try/draft.ts';
import { openChat } from '../../../pages/try/openChat.ts';
import { presetsOf, toAsked } from '../../../pages/try/presets.ts';
import { chat, draft, turn } from './chatOf.ts';

const kept = chat({ source: 'from=a', turns: [turn({ prompt: 'Hi' }, 'Yes.')] });

it('the chat of the tab stays over a reload and by the plain address, and another address begins a new one', () => {
  expect(openChat('', kept)).toEqual({ chat: kept });
  expect(openChat('from=a', kept)).toEqual({ chat: kept });
  expect(openChat('from=b&session=s', kept)).toMatchObject({
    chat: { source: 'from=b&session=s', turns: [], draft: { prompt: '' } },
    call: { operation: 'b', session: 's', goesOn: false },
  });
});

it('the first chat has a question to begin with, unless the address has one', () => {
  expect(openChat('', undefined).chat.draft.prompt).toMatch(/camping/);
  expect(openChat('prompt=Hi&api=responses&model=m&conversation=c', undefined).chat.draft).toEqual({
    ...noDraft,
    prompt: 'Hi',
    api: 'responses',
    model: 'm',
    conversation: 'c',
  });
});

it('a chat that goes on after a call names it so, with the conversation of the address', () => {
  const { chat: opened, call } = openChat('conversation=c&from=a&after=answer', undefined);
  expect(opened.draft.conversation).toBe('c');
  expect(call).toEqual({ operation: 'a', session: undefined, goesOn: true });
});

it.each<[string, boolean, Parameters<typeof chat>[0], string]>([
  ['a question', true, {}, 'Hi'],
  ['nothing', false, {}, ' '],
  [
    'messages that wait for an answer',
    true,
    { context: { api: undefined, messages: [{ role: 'user', content: 'Hi' }] } },
    '',
  ],
  [
    'messages that end with one',
    false,
    { context: { api: undefined, messages: [{ role: 'assistant', content: 'Hi' }] } },
    '',
  ],
  [
    'messages that were answered by a turn',
    false,
    {
      context: { api: undefined, messages: [{ role: 'user', content: 'Hi' }] },
      turns: [turn({}, 'Yes.')],
    },
    '',
  ],
])('%s: can be sent: %s', (_name, expected, parts, prompt) => {
  expect(canAsk(chat(parts), draft({ prompt }))).toBe(expected);
});

it('messages of text alone fit both APIs', () => {
  const plain = { role: 'user', content: 'Hi' };
  const isPlainOf = (...messages: object[]) =>
    isPlain({ api: undefined, messages: messages as (typeof plain)[] });
  expect(isPlainOf(plain, { role: 'assistant', content: 'Yes.' })).toBe(true);
  expect(isPlainOf(plain, { ...plain, name: 'ann' })).toBe(false);
  expect(isPlainOf({ role: 'user', content: [] })).toBe(false);
});

it('faults are offered with the embedded model alone, and the assistant where there is one', () => {
  const labels = (models: Parameters<typeof presetsOf>[0], embeddedModel: boolean) =>
    presetsOf(models, { embeddedModel }).map(({ label }) => label);
  const guide = { id: 'travel-guide', isAssistant: true };
  expect(labels([{ id: 'gpt-4o', isAssistant: false }], false)).toEqual(['An answer']);
  expect(labels([guide], true)).toEqual([
    'An answer',
    'A slow stream',
    'Throttled once',
    'Always failing',
    'Cut off',
    'With tools',
    'The assistant travel-guide',
  ]);
});

it('a preset offers its tool in the form of the API, and nothing else that was set', () => {
  const preset = presetsOf([], { embeddedModel: true }).find(({ tools }) => tools);
  const asked = (api: 'responses' | undefined) =>
    preset && JSON.parse(toAsked(preset, draft({ api, other: '{"a":1}' })).other);
  expect(asked('responses')).toMatchObject({ tools: [{ name: 'get_weather' }] });
  expect(asked(undefined)).toMatchObject({ tools: [{ function: { name: 'get_weather' } }] });
  expect(asked(undefined)).not.toHaveProperty('a');
});
