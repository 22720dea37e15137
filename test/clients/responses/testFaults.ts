import { beforeEach, describe, expect, it } from 'vitest';
import { reply } from '../../e2e/scriptedModel.ts';
import { app, model } from '../apps.ts';
import type { Start } from '../conversation.ts';
import { breaksOffAfter, endings, withUnknownEvent } from './modelResponses.ts';

/** How a client throws our errors. */
export interface Raises {
  /** An error instead of an answer. */
  http(status: number, code: string): object;
  /** An error within a stream. */
  event(code: string): object;
  /** What it throws itself for an event that it does not know, if it does. */
  readonly unknownEvent?: RegExp;
}

/** OpenAI's client, and those that are made of it. */
export const asOpenai: Raises = {
  http: (status, code) => ({ status, code, requestID: expect.any(String) }),
  event: (code) => ({ code, type: 'error' }),
};

const names = Object.keys(endings) as (keyof typeof endings)[];
const refusals = [
  { what: 'a busy model', status: 429, code: 'rate_limit_exceeded', message: 'busy' },
  {
    what: 'an endpoint without the route',
    status: 404,
    code: 'model_rejected_request',
    message: 'use chat completions',
  },
];

const codeOf = (ending: keyof typeof endings) =>
  ending === 'an error event' ? 'rate_limit_exceeded' : 'model_unavailable';

/** A model's faults before and after its words: each is thrown by the client, with our code. */
export function testFaults(name: string, start: Start, raises: Raises): void {
  describe(`${name}: faults`, () => {
    const told: string[] = [];
    beforeEach(() => {
      told.length = 0;
      model.replies.length = 0;
    });
    const ask = (stream: boolean) =>
      start({
        url: app.stack.app ?? '',
        model: 'gpt-4o',
        stream,
        hasTools: false,
        hear: (text) => told.push(text),
        weather: () => 'sun',
      })('How is the weather?');

    it.each(names)('%s after text: the text, then an error', async (ending) => {
      model.replies.push(breaksOffAfter('The sun shines.', ending));
      const error = await ask(true).catch((thrown) => thrown);
      expect(error).toMatchObject(raises.event(codeOf(ending)));
      expect(told.join('')).toBe('The sun shines.');
    });

    it(`an event that nobody knows ${raises.unknownEvent ? 'is an error of the client' : 'passes'}`, async () => {
      model.replies.push(withUnknownEvent('The sun shines.'));
      const asking = ask(true);
      if (raises.unknownEvent) await expect(asking).rejects.toThrow(raises.unknownEvent);
      else await asking;
      expect(told.join('')).toBe(raises.unknownEvent ? '' : 'The sun shines.');
    });

    describe.each([false, true])('streamed: %s', (stream) => {
      it.each(refusals)('$what is an error', async ({ status, code, message }) => {
        model.replies.push(reply(status, {}, { 'retry-after': '3600' }));
        const error = await ask(stream).catch((thrown) => thrown);
        expect(error).toMatchObject(raises.http(status === 404 ? 400 : status, code));
        expect(error.message).toContain(message);
        expect(model.replies).toHaveLength(0);
      });
    });
  });
}
