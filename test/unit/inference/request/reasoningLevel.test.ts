import { expect, it } from 'vitest';
import { toChatCall } from '../../../../src/inference/request/chatCall.ts';
import { parseChatRequest } from '../../../../src/inference/request/chatRequest.ts';
import { toResponsesCall } from '../../../../src/inference/responses/responsesCall.ts';
import { parseResponsesRequest } from '../../../../src/inference/responses/responsesRequest.ts';
import { testConfig } from '../../../testConfig.ts';

const config = testConfig('http://localhost:1/v1');

/** What the spans of both APIs tell of an effort that is asked for. */
function levels(effort: unknown) {
  const messages = [{ role: 'user', content: 'hi' }];
  const chat = parseChatRequest({ messages, reasoning_effort: effort });
  const response = parseResponsesRequest({ input: 'hi', reasoning: { effort } });
  return [
    toChatCall({ request: chat }, 'gpt-4o', 1, config).reasoningLevel,
    toResponsesCall(response, 'gpt-4o', 1, config).reasoningLevel,
  ];
}

it.each(['none', 'minimal', 'high', 'x-high', '7'])('%s is told as it was asked for', (effort) => {
  expect(levels(effort)).toEqual([effort, effort]);
});

it.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['an empty text', ''],
  ['a text of words, which may be anything', 'my name is Canary'],
])('%s is not told', (_, effort) => {
  expect(levels(effort)).toEqual([undefined, undefined]);
});

it('a response without reasoning, or with an odd one, tells none', () => {
  for (const reasoning of [undefined, null, 'high', {}, { effort: 7 }]) {
    const request = parseResponsesRequest({ input: 'hi', reasoning });
    expect(toResponsesCall(request, 'gpt-4o', 1, config).reasoningLevel).toBeUndefined();
  }
});
