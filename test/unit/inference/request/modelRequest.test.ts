import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../src/config.ts';
import { parseChatRequest } from '../../../../src/inference/request/chatRequest.ts';
import { toModelRequest } from '../../../../src/inference/request/modelRequest.ts';

const messages = [{ role: 'user', content: 'hi' }];
const body = (request: object, environment: Record<string, string> = {}) =>
  toModelRequest(
    { request: parseChatRequest({ messages, ...request }) },
    'gpt-4o',
    parseConfig({ AZURE_AI_INFERENCE_ENDPOINT: 'http://localhost:1/v1', ...environment }).inference,
  );

describe('what the model is sent', () => {
  it('the output limit is always there, and a larger wish is lowered to it', () => {
    expect(body({}).max_tokens).toBe(4096);
    expect(body({ max_tokens: 10 }).max_tokens).toBe(10);
    expect(body({ max_completion_tokens: 99_999 }).max_tokens).toBe(4096);
  });

  it.each([
    ['https://r.openai.azure.com/openai/v1', 'max_completion_tokens'],
    ['https://r.services.ai.azure.com/api/projects/p/openai/v1', 'max_completion_tokens'],
    ['https://api.openai.com/v1', 'max_completion_tokens'],
    ['https://models.github.ai/inference', 'max_tokens'],
    ['https://notopenai.com/v1', 'max_tokens'],
  ])('%s is sent %s', (endpoint, name) => {
    const sent = body({ max_tokens: 5 }, { AZURE_AI_INFERENCE_ENDPOINT: endpoint });
    expect(sent[name]).toBe(5);
    expect(Object.keys(sent).filter((key) => key.startsWith('max_'))).toEqual([name]);
  });

  it('the system prompt comes first, unless the request has one of its own', () => {
    const prompt = { SYSTEM_PROMPT: 'You are a travel guide.' };
    expect(body({}, prompt).messages).toEqual([
      { role: 'system', content: 'You are a travel guide.' },
      ...messages,
    ]);
    const own = [{ role: 'developer', content: 'mine' }, ...messages];
    expect(body({ messages: own }, prompt).messages).toEqual(own);
  });

  it('nulls are left out, and metadata goes on only with store', () => {
    expect(body({ temperature: null, metadata: { a: 'b' } })).toEqual({
      messages,
      model: 'gpt-4o',
      max_tokens: 4096,
    });
    expect(body({ store: true, metadata: { a: 'b' } })).toMatchObject({
      store: true,
      metadata: { a: 'b' },
    });
  });
});
