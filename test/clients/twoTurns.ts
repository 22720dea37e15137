import { beforeEach, describe, expect, it } from 'vitest';
import { app, model } from './apps.ts';
import { calls, questions, type Start, sayings, weather } from './conversation.ts';
import { breaksOff, type Manner, manners, streamed, whole } from './modelAnswers.ts';

/** A client as people write it: with a history, and a loop of tools where the client brings none. */
export interface Client {
  readonly name: string;
  /** The fields in which it sends back to the model what this thought. */
  readonly sendsBack: readonly ('reasoning_content' | 'reasoning')[];
  readonly start: Start;
}

/** What a model should have been told of the first turn, and of the second up to its answer. */
function expected(thoughts: readonly number[]) {
  const turn = (index: number) => {
    const asked = calls[index] ?? [];
    const thoughtOf = (saying: number) =>
      thoughts.includes(saying) ? { thought: sayings[saying]?.thought } : {};
    return [
      { role: 'user', text: questions[index] },
      {
        role: 'assistant',
        text: '',
        calls: asked.map(({ id, place }) => [id, { place }]),
        ...thoughtOf(2 * index),
      },
      ...asked.map(({ id, place }) => ({ role: 'tool', text: weather(place), of: id })),
      ...(index === 0 ? [{ role: 'assistant', text: sayings[1]?.text, ...thoughtOf(1) }] : []),
    ];
  };
  return [...turn(0), ...turn(1)];
}

interface Message {
  readonly role: string;
  readonly content?: string | readonly { readonly text: string }[] | null;
  readonly tool_calls?: readonly { id: string; function: { arguments: string } }[];
  readonly tool_call_id?: string;
  readonly reasoning_content?: string;
  readonly reasoning?: string;
}

/** What the model got, without what clients may write in different ways. */
function understood(body: string | undefined): unknown[] {
  const { messages }: { messages: Message[] } = JSON.parse(body ?? '{"messages":[]}');
  return messages
    .filter(({ role }) => role !== 'system')
    .map(({ role, content, tool_calls, tool_call_id, reasoning_content, reasoning }) => {
      const thought = reasoning_content ?? reasoning;
      return {
        role,
        text:
          typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join(''),
        ...(tool_calls && {
          calls: tool_calls.map(({ id, function: { arguments: given } }) => [
            id,
            JSON.parse(given),
          ]),
        }),
        ...(tool_call_id && { of: tool_call_id }),
        ...(thought && { thought }),
      };
    });
}

/** Two turns with tools, each history as the client wrote it, with models of every manner; and a stream that breaks off. */
export function testTwoTurns(client: Client): void {
  describe(client.name, () => {
    const told: string[] = [];
    const places: string[] = [];
    beforeEach(() => {
      for (const list of [told, places, model.replies]) list.length = 0;
    });
    const start = (stream: boolean) =>
      client.start({
        url: app.stack.app ?? '',
        model: 'gpt-4o',
        stream,
        hasTools: true,
        hear: (text) => told.push(text),
        weather(place) {
          places.push(place);
          return weather(place);
        },
      });

    /** Of which answers the thought goes back; an odd model thinks in a text, which the app gives as `reasoning_content`. */
    const thoughtsBack = (manner: Manner) =>
      ({
        plain: [],
        'with reasoning': client.sendsBack.length > 0 ? [0, 1, 2] : [],
        odd: client.sendsBack.includes('reasoning_content') ? [1] : [],
      })[manner];

    describe.each([false, true])('two turns with tools, streamed: %s', (stream) => {
      it.each(manners)('and a model that is %s', async (manner) => {
        const write = stream ? streamed : whole;
        model.replies.push(...sayings.map((saying) => write(saying, manner)));
        const ask = start(stream);
        for (const question of questions) await ask(question);

        expect(told.join('')).toBe(`${sayings[1]?.text}${sayings[3]?.text}`);
        expect(places).toEqual(['Annecy', 'Chamonix', 'Nice']);
        expect(understood(model.received.at(-1))).toEqual(expected(thoughtsBack(manner)));
        expect(model.replies).toHaveLength(0);
      });
    });

    it('a stream that breaks off: the words before, then an error', async () => {
      model.replies.push(breaksOff('The sun shines.'));
      await expect(start(true)('How is the weather?')).rejects.toThrow();
      expect(told.join('')).toBe('The sun shines.');
    });
  });
}
