import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type AiSdk, startAiSdk } from '../aiSdkTalk.ts';
import { app, model } from '../apps.ts';
import { breaksOffAfter, streamedResponse, wholeResponse } from './modelResponses.ts';
import { testEmbedded } from './testEmbedded.ts';
import { type Raises, testFaults } from './testFaults.ts';
import { testResponses } from './testResponses.ts';

/** A provider of a version of the AI SDK, with its default model. */
export interface AiSdkClient {
  readonly version: 6 | 7;
  readonly sdk: AiSdk;
  readonly provider: 'openai' | 'azure';
  readonly toModel: Parameters<typeof startAiSdk>[1];
}

const http: Raises['http'] = (statusCode, code) => ({
  name: 'AI_APICallError',
  statusCode,
  data: { error: { code } },
});
const raises: Readonly<Record<6 | 7, Raises>> = {
  // It gives the event as the error.
  6: { http, event: (code) => ({ type: 'error', code }) },
  7: { http, event: (code) => ({ name: 'AI_StreamProviderError', code }) },
};

/** Turns, as they come and with `store: false`, faults and an object. */
export function testAiSdk({ version, sdk, provider, toModel }: AiSdkClient): void {
  const name = `ai ${version}, @ai-sdk/${provider}`;
  const start = startAiSdk(sdk, toModel);
  const options = { [provider]: { store: false, include: ['reasoning.encrypted_content'] } };
  testResponses({ name, refused: /store: false/, start });
  testResponses({
    name: `${name}, store: false`,
    store: false,
    start: startAiSdk(sdk, toModel, options),
  });
  testFaults(name, start, raises[version]);
  testEmbedded(name, start);

  describe(name, () => {
    beforeEach(() => {
      model.replies.length = 0;
    });

    it('a failure after text ends textStream; onError and finishReason tell of it', async () => {
      model.replies.push(breaksOffAfter('The sun shines.', 'a cut'));
      const errors: unknown[] = [];
      const { textStream, finishReason } = sdk.streamText({
        model: toModel(`${app.stack.app}/api`, 'gpt-4o'),
        prompt: 'How is the weather?',
        onError: ({ error }) => void errors.push(error),
        maxRetries: 0,
      });
      const told = [];
      for await (const text of textStream) told.push(text);
      expect(told.join('')).toBe('The sun shines.');
      expect(errors).toMatchObject([{ message: 'The model could not be reached.' }]);
      expect(await finishReason).toBe('error');
    });

    const output = sdk.Output.object({ schema: z.object({ place: z.string() }) });

    it('an object, whole and piece by piece', async () => {
      const saying = { thought: '', text: '{"place": "Annecy"}' };
      model.replies.push(wholeResponse(saying, 'plain', 0), streamedResponse(saying, 'plain', 1));
      const asking = {
        model: toModel(`${app.stack.app}/api`, 'gpt-4o'),
        prompt: 'Where?',
        output,
        maxRetries: 0,
      };
      const result = await sdk.generateText(asking);
      expect(result.output).toEqual({ place: 'Annecy' });
      expect(JSON.parse(model.received.at(-1) ?? '{}').text.format).toMatchObject({
        type: 'json_schema',
        schema: { properties: { place: { type: 'string' } } },
      });
      const pieces = [];
      for await (const piece of sdk.streamText(asking).partialOutputStream) pieces.push(piece);
      expect(pieces.at(-1)).toEqual({ place: 'Annecy' });
    });
  });
}
