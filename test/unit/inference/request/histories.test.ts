import { describe, expect, it } from 'vitest';
import { parseChatRequest } from '../../../../src/inference/request/chatRequest.ts';
import { toModelRequest } from '../../../../src/inference/request/modelRequest.ts';
import { parseJobRequest } from '../../../jobRequest.ts';
import { testConfig } from '../../../testConfig.ts';

const question = { role: 'user', content: 'What is the weather?' };
const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };
const calling = { role: 'assistant', content: null, tool_calls: [call] };
const result = { role: 'tool', tool_call_id: 'c1', content: 'sunny' };

/** What the model is sent of a request; the same for one that waited as a job. */
function sent(request: object): Record<string, unknown> {
  const config = testConfig('http://localhost:1/v1');
  const body = toModelRequest({ request: parseChatRequest(request) }, 'gpt-4o', config);
  const job = toModelRequest({ request: parseJobRequest(request) }, 'gpt-4o', config);
  expect(job).toEqual(body);
  return body;
}

const messagesFor = (...messages: object[]) => sent({ messages: [question, ...messages] }).messages;

describe('a history is taken as clients write it', () => {
  it.each<[string, object, object]>([
    [
      'openai parse(): parsed',
      { role: 'assistant', content: '{}', parsed: { a: 1 } },
      {
        role: 'assistant',
        content: '{}',
      },
    ],
    [
      'openai runTools(): parsed_arguments, and the index of a stream',
      {
        ...calling,
        tool_calls: [
          { ...call, index: 0, function: { ...call.function, parsed_arguments: { a: 1 } } },
        ],
      },
      { role: 'assistant', tool_calls: [call] },
    ],
    [
      '@openai/agents: role, refusal, annotations on text parts',
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Hi', role: 'assistant', refusal: null, annotations: [], x: 1 },
        ],
      },
      { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] },
    ],
    [
      'any key that nobody knows, on an image too',
      {
        role: 'user',
        content: [{ type: 'image_url', image_url: { url: 'https://a/b', x: 1 }, y: 1 }],
        z: 1,
      },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a/b' } }] },
    ],
  ])('%s', (_name, message, expected) => {
    expect(messagesFor(message)).toEqual([question, expected]);
  });

  it('@langchain/openai: the name of the tool on its message', () => {
    const named = { ...result, name: 'f' };
    expect(messagesFor(calling, named)).toEqual([
      question,
      { role: 'assistant', tool_calls: [call] },
      named,
    ]);
  });

  it('a parsed answer may be deeper than a request, as its JSON schema may', () => {
    const parsed = JSON.parse(`${'['.repeat(90)}${']'.repeat(90)}`);
    expect(messagesFor({ role: 'assistant', content: 'x', parsed })).toHaveLength(2);
  });

  it('2,048 messages are taken, and no more', () => {
    expect(sent({ messages: Array(2_048).fill(question) }).messages).toHaveLength(2_048);
    expect(() => sent({ messages: Array(2_049).fill(question) })).toThrow(
      expect.objectContaining({ code: 'invalid_request', param: 'messages' }),
    );
  });

  it('a tool schema of 14 nested objects is taken', () => {
    let parameters: object = { type: 'string' };
    for (let depth = 0; depth < 14; depth++) {
      parameters = { type: 'object', properties: { a: parameters } };
    }
    const tools = [{ type: 'function', function: { name: 'f', parameters } }];
    expect(sent({ messages: [question], tools }).tools).toEqual(tools);
  });
});

describe('what a model needs back is passed on', () => {
  it.each<[string, object]>([
    ['reasoning_content', { reasoning_content: 'I look it up.' }],
    ['reasoning', { reasoning: 'I look it up.' }],
    ['reasoning_details', { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] }],
    ['thinking_blocks', { thinking_blocks: [{ type: 'thinking', signature: 'x' }] }],
    ['refusal', { refusal: 'No.' }],
    ['audio.id', { audio: { id: 'audio_1' } }],
    ['extra_content', { extra_content: { google: { thought_signature: 'x' } } }],
  ])('%s of an assistant’s message', (_name, fields) => {
    const message = { role: 'assistant', content: 'Hi', ...fields };
    expect(messagesFor(message)).toEqual([question, message]);
  });

  it('of audio nothing but its ID', () => {
    const audio = { id: 'audio_1', data: 'AAAA', transcript: 'Hi', expires_at: 1 };
    expect(messagesFor({ role: 'assistant', audio })).toEqual([
      question,
      { role: 'assistant', audio: { id: 'audio_1' } },
    ]);
  });

  it('the signature of a thought on a tool call', () => {
    const signed = { ...call, extra_content: { google: { thought_signature: 'x' } } };
    expect(messagesFor({ role: 'assistant', tool_calls: [signed] })).toEqual([
      question,
      { role: 'assistant', tool_calls: [signed] },
    ]);
  });

  it('a custom tool’s call, and its result', () => {
    const custom = { id: 'c1', type: 'custom', custom: { name: 'run', input: 'ls' } };
    const message = { role: 'assistant', tool_calls: [custom] };
    expect(messagesFor(message, result)).toEqual([question, message, result]);
  });
});

describe('none is absent in any spelling', () => {
  it.each<[string, object]>([
    ['tool_calls: []', { tool_calls: [] }],
    ['content: []', { content: [] }],
    ['function_call: null', { function_call: null }],
    ['audio: null', { audio: null }],
    ['reasoning_content: null', { reasoning_content: null }],
    ['name: ""', { name: '' }],
  ])('of an assistant’s message: %s', (_name, fields) => {
    const message = { role: 'assistant', refusal: 'No.' };
    expect(messagesFor({ ...message, ...fields })).toEqual([question, message]);
  });

  it.each(['system', 'developer', 'user'])('content of a message of role %s', (role) => {
    for (const content of [[], null]) {
      expect(sent({ messages: [{ role, content }] }).messages).toEqual([{ role, content: '' }]);
    }
  });

  it('content of a tool that gave nothing, and arguments of a call that has none', () => {
    const bare = { ...call, function: { name: 'f', arguments: null } };
    const calls = { role: 'assistant', tool_calls: [bare] };
    expect(messagesFor(calls, { ...result, content: [] })).toEqual([
      question,
      { role: 'assistant', tool_calls: [{ ...call, function: { name: 'f', arguments: '' } }] },
      { ...result, content: '' },
    ]);
  });

  it.each<[string, object]>([
    ['stop: []', { stop: [] }],
    ['stop: ""', { stop: '' }],
    ['tools: []', { tools: [], tool_choice: 'auto', parallel_tool_calls: true }],
    ['modalities: []', { modalities: [] }],
    ['keys that nobody knows', { audio: null, prediction: null, functions: null, x: null }],
    ['reasoning_effort: ""', { reasoning_effort: '', verbosity: '', service_tier: '' }],
  ])('of a request: %s', (_name, fields) => {
    expect(sent({ messages: [question], ...fields })).toEqual(sent({ messages: [question] }));
  });
});

describe('what is no history is refused', () => {
  it.each<[string, object, string]>([
    ['an unknown role', { role: 'god', content: 'x' }, 'messages[1].role'],
    ['a number as content', { role: 'user', content: 1 }, 'messages[1].content'],
    ['a user without content', { role: 'user' }, 'messages[1].content'],
    [
      'reasoning that is no text',
      { ...calling, reasoning_content: 1 },
      'messages[1].reasoning_content',
    ],
    ['a result without a call', { role: 'tool', content: 'x' }, 'messages[1].tool_call_id'],
    [
      'a call without a name',
      { role: 'assistant', tool_calls: [{ ...call, function: { arguments: '{}' } }] },
      'messages[1].tool_calls[0].function.name',
    ],
    [
      'an old function call',
      { ...calling, function_call: { name: 'f' } },
      'messages[1].function_call',
    ],
  ])('%s', (_name, message, param) => {
    expect(() => messagesFor(message)).toThrow(
      expect.objectContaining({ code: 'invalid_request', param }),
    );
  });

  it('a parameter that nobody knows stays refused', () => {
    expect(() => sent({ messages: [question], functions: [] })).toThrow(
      expect.objectContaining({ code: 'unknown_parameter', param: 'functions' }),
    );
  });
});
