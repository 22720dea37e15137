import { beforeEach, describe, expect, it } from 'vitest';
import { messagesOf, says, streamsWords } from '../../e2e/toolReplies.ts';
import { app, model } from '../apps.ts';
import { calls, questions, type Start, sayings, weather } from '../conversation.ts';
import { manners } from '../modelAnswers.ts';
import { streamedResponse, toItems, wholeResponse } from './modelResponses.ts';
import { toText, understood } from './understood.ts';

/** A client of the Responses API. */
export interface ResponsesClient {
  readonly name: string;
  /** How an assistant refuses its history, where that is left to the provider: with the way out. */
  readonly refused?: RegExp;
  /** What it sends as `store`. */
  readonly store?: false;
  readonly start: Start;
}

/** What a model should have been told of the first turn, and of the second up to its answer. */
function expected(hasThoughts: boolean) {
  const thoughtOf = (at: number) =>
    hasThoughts ? [{ thought: `sealed: ${sayings[at]?.thought}` }] : [];
  const turn = (index: number) => {
    const asked = calls[index] ?? [];
    return [
      { role: 'user', text: questions[index] },
      ...thoughtOf(2 * index),
      ...asked.map(({ id, place }) => ({ call: id, given: { place } })),
      ...asked.map(({ id, place }) => ({ of: id, text: weather(place) })),
    ];
  };
  return [...turn(0), ...thoughtOf(1), { role: 'assistant', text: sayings[1]?.text }, ...turn(1)];
}

/** Two turns with tools, and two of an assistant, each history as the client wrote it. */
export function testResponses(client: ResponsesClient): void {
  describe(client.name, () => {
    const told: string[] = [];
    const places: string[] = [];
    beforeEach(() => {
      for (const list of [told, places, model.replies]) list.length = 0;
    });
    const start = (name: string, stream: boolean, hasTools: boolean) =>
      client.start({
        url: app.stack.app ?? '',
        model: name,
        stream,
        hasTools,
        hear: (text) => told.push(text),
        weather(place) {
          places.push(place);
          return weather(place);
        },
      });

    describe.each([false, true])('streamed: %s', (stream) => {
      it.each(manners)('two turns with tools and a model that is %s', async (manner) => {
        const write = stream ? streamedResponse : wholeResponse;
        model.replies.push(...sayings.map((saying, at) => write(saying, manner, at)));
        const first = model.received.length;
        const ask = start('gpt-4o', stream, true);
        for (const question of questions) await ask(question);

        expect(told.join('')).toBe(`${sayings[1]?.text}${sayings[3]?.text}`);
        expect(places).toEqual(['Annecy', 'Chamonix', 'Nice']);
        const exchanges = sayings.map((saying, at) => ({
          body: model.received[first + at] ?? '{}',
          output: toItems(saying, manner, at),
        }));
        expect(understood(exchanges)).toEqual(expected(manner === 'with reasoning'));
        for (const { body } of exchanges) {
          const { store, tools } = JSON.parse(body);
          expect(store).toBe(client.store);
          expect(tools).toMatchObject([{ type: 'function', name: 'weather' }]);
        }
        expect(model.replies).toHaveLength(0);
      });

      it(
        client.refused ? 'an assistant refuses what it does not keep' : 'two turns of an assistant',
        async () => {
          const write = stream ? streamsWords : says;
          model.replies.push(write('Pack a coat.'), write('And a hat.'));
          const ask = start('travel-guide', stream, false);
          await ask('What should I pack?');
          if (client.refused) {
            await expect(ask('What else?')).rejects.toThrow(client.refused);
            return;
          }
          await ask('What else?');
          expect(told.join('')).toBe('Pack a coat.And a hat.');
          const messages = messagesOf(model.received.at(-1)).slice(1);
          expect(messages.map(({ role, content }) => [role, toText(content)])).toEqual([
            ['user', 'What should I pack?'],
            ['assistant', 'Pack a coat.'],
            ['user', 'What else?'],
          ]);
        },
      );
    });
  });
}
