import { describe, expect, it } from 'vitest';
import { toAppError } from '../../../../src/errors.ts';
import { parseChatRequest } from '../../../../src/inference/request/chatRequest.ts';

const messages = [{ role: 'user', content: 'What to take on a camping trip?' }];

function refusalOf(value: unknown) {
  try {
    parseChatRequest(value);
  } catch (error) {
    const { code, param, message } = toAppError(error);
    return { code, param, message };
  }
  return undefined;
}

describe('a chat request', () => {
  it.each<[string, object]>([
    ['only messages', { messages }],
    [
      'every documented option',
      {
        messages: [
          { role: 'developer', content: [{ type: 'text', text: 'be brief' }] },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'what is this?' },
              {
                type: 'image_url',
                image_url: { url: 'data:image/png;base64,AA==', detail: 'low' },
              },
            ],
          },
        ],
        model: 'gpt-4o',
        max_tokens: 10,
        max_completion_tokens: 20,
        temperature: 0.5,
        top_p: 1,
        stop: ['a', 'b'],
        seed: 7,
        presence_penalty: -2,
        frequency_penalty: 2,
        logit_bias: { '50256': -100 },
        logprobs: true,
        top_logprobs: 5,
        tools: [
          {
            type: 'function',
            function: { name: 'daylight', parameters: { type: 'object', properties: {} } },
          },
        ],
        tool_choice: { type: 'function', function: { name: 'daylight' } },
        parallel_tool_calls: false,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'x', schema: {}, strict: true },
        },
        stream: false,
        stream_options: { include_usage: true },
        user: 'u',
        safety_identifier: 's',
        metadata: { a: 'b' },
        store: true,
        prompt_cache_key: 'k',
        service_tier: 'auto',
        reasoning_effort: 'low',
        verbosity: 'high',
        modalities: ['text'],
        n: 1,
      },
    ],
    [
      'null for every option, which means absent',
      { messages, model: null, stop: null, tools: null, n: null },
    ],
    [
      'an answer sent back as it came, with its tool calls and their results',
      {
        messages: [
          ...messages,
          {
            role: 'assistant',
            content: null,
            refusal: null,
            annotations: [],
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
          },
          { role: 'tool', content: 'sunny', tool_call_id: 'c1' },
        ],
      },
    ],
  ])('with %s is taken', (_name, request) => {
    expect(refusalOf(request)).toBeUndefined();
  });

  it.each<[string, unknown, string, string]>([
    ['no object', 'hello', 'invalid_request', ''],
    ['no messages', {}, 'invalid_request', 'messages'],
    ['empty messages', { messages: [] }, 'invalid_request', 'messages'],
    ['2,049 messages', { messages: Array(2_049).fill(messages[0]) }, 'invalid_request', 'messages'],
    [
      'an unknown role',
      { messages: [{ role: 'god', content: 'x' }] },
      'invalid_request',
      'messages[0].role',
    ],
    [
      'a number as content',
      { messages: [{ role: 'user', content: 1 }] },
      'invalid_request',
      'messages[0].content',
    ],
    [
      'a part of an unknown type',
      { messages: [{ role: 'user', content: [{ type: 'output_audio' }] }] },
      'invalid_request',
      'messages[0].content[0].type',
    ],
    ['an unknown key', { messages, colour: 'red' }, 'unknown_parameter', 'colour'],
    [
      'an unknown key inside',
      { messages, stream_options: { colour: 'red' } },
      'unknown_parameter',
      'stream_options.colour',
    ],
    ['a temperature of 3', { messages, temperature: 3 }, 'invalid_request', 'temperature'],
    ['n: 2', { messages, n: 2 }, 'invalid_request', 'n'],
    ['audio wanted', { messages, modalities: ['audio'] }, 'invalid_request', 'modalities[0]'],
    ['five stops', { messages, stop: ['1', '2', '3', '4', '5'] }, 'invalid_request', 'stop'],
    ['half a token', { messages, max_tokens: 0.5 }, 'invalid_request', 'max_tokens'],
    ['metadata that is no text', { messages, metadata: { a: 1 } }, 'invalid_request', 'metadata.a'],
  ])('with %s is refused, and param says where', (_name, request, code, param) => {
    expect(refusalOf(request)).toMatchObject({ code, param });
  });

  it('no word of the request is in the message of a refusal, but the name of an unknown parameter', () => {
    const canary = 'canary-7f3a';
    for (const wrong of [
      { messages, stream_options: { [canary]: 1 } },
      { messages, metadata: { [canary]: 1 } },
      { messages: canary },
      { messages: [{ role: canary, content: canary }] },
      { messages, model: 5, tool_choice: canary },
    ]) {
      expect(refusalOf(wrong)?.message).not.toContain(canary);
    }
  });
});
