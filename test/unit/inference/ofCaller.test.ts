import { expect, it } from 'vitest';
import { chatOperation } from '../../../src/inference/chatOperation.ts';
import { embeddingsOperation } from '../../../src/inference/embeddings/embeddingsOperation.ts';
import { responsesOperation } from '../../../src/inference/responses/responsesOperation.ts';
import { testConfig } from '../../testConfig.ts';

const config = testConfig('http://127.0.0.1:1');
const step = { instructions: 'x', version: '1', number: 1, startedAt: 0 };
const messages = [{ role: 'user' as const, content: 'x' }];

/** The fields of the body that are the caller's, and those that are the app's. */
function split(operation: {
  ofCaller(): ReadonlySet<string>;
  toBody(model: string): Record<string, unknown>;
}) {
  const names = Object.keys(operation.toBody('gpt-4o'));
  const callers = names.filter((name) => operation.ofCaller().has(name));
  return { callers, ours: names.filter((name) => !callers.includes(name)) };
}

it.each([
  [
    'what is asked',
    { messages, temperature: 0.2, seed: null },
    ['temperature', 'messages'],
    ['model', 'max_tokens'],
  ],
  [
    'a limit by its other name',
    { messages, max_completion_tokens: 9 },
    ['messages', 'max_tokens'],
    ['model'],
  ],
  [
    'a stream',
    { messages, stream: true },
    ['messages', 'stream'],
    ['model', 'stream_options', 'max_tokens'],
  ],
])('of a chat completion: %s', (_name, request, callers, ours) => {
  const found = split(chatOperation({ request }, config));
  expect([found.callers.sort(), found.ours.sort()]).toEqual([callers.sort(), ours.sort()]);
});

it('of an assistant’s step its tools are the app’s', () => {
  const tools = [{ type: 'function' as const, function: { name: 'weather' } }];
  const request = { messages, tools, tool_choice: 'none' as const, temperature: 1 };
  const { callers } = split(chatOperation({ request, step }, config));
  expect(callers.sort()).toEqual(['messages', 'temperature']);
});

it('of a response: instructions and a limit that the app adds are not', () => {
  const request = { input: 'x', reasoning: { effort: 'low' }, model: 'gpt-4o' };
  const { callers, ours } = split(responsesOperation(request, { ...config, systemPrompt: 'x' }));
  expect(callers.sort()).toEqual(['input', 'reasoning']);
  expect(ours.sort()).toEqual(['instructions', 'max_output_tokens', 'model']);
});

it('of embeddings: all but the model', () => {
  const { callers, ours } = split(
    embeddingsOperation({ input: 'x', dimensions: 2, user: 'u' }, 'small', new Map()),
  );
  expect([callers.sort(), ours]).toEqual([['dimensions', 'input', 'user'], ['model']]);
});
