import { describe, expect, it } from 'vitest';
import { parseChatRequest } from '../../../../src/inference/request/chatRequest.ts';
import { toInputContent } from '../../../../src/inference/request/inputContent.ts';
import { toModelRequest } from '../../../../src/inference/request/modelRequest.ts';
import { testConfig } from '../../../testConfig.ts';

const messages = [{ role: 'user', content: 'hi' }];
const sent = (fields: object) => {
  const request = parseChatRequest({ messages, ...fields });
  return toModelRequest({ request }, 'gpt-4o', testConfig('http://localhost:1/v1'));
};
const custom = {
  type: 'custom',
  custom: { name: 'run', description: 'Runs.', format: { type: 'grammar', grammar: {} } },
};

describe('the model decides about', () => {
  it.each<[string, object]>([
    ['reasoning_effort: "max"', { reasoning_effort: 'max' }],
    ['prompt_cache_retention', { prompt_cache_retention: '24h' }],
    ['prompt_cache_options', { prompt_cache_options: { mode: 'x', ttl: 1 } }],
    ['custom tools', { tools: [custom] }],
    [
      'allowed_tools',
      {
        tools: [custom],
        tool_choice: {
          type: 'allowed_tools',
          allowed_tools: { mode: 'auto', tools: [{ type: 'custom', custom: { name: 'run' } }] },
        },
      },
    ],
    [
      'a custom tool as the choice',
      { tools: [custom], tool_choice: { type: 'custom', custom: { name: 'run' } } },
    ],
    ['a seed past 2^53', { seed: 2 ** 60 }],
    [
      'a file',
      { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f', x: 1 } }] }] },
    ],
    [
      'audio',
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } }],
          },
        ],
      },
    ],
    [
      'how closely it looks at an image',
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'image_url', image_url: { url: 'https://a', detail: 'max' } }],
          },
        ],
      },
    ],
  ])('%s', (_name, fields) => {
    expect(sent(fields)).toMatchObject(fields);
  });

  it('the largest seed of 64 bits, which a number cannot hold, as the largest that it can', () => {
    const { seed } = sent({ seed: Number('9223372036854775807') });
    expect(BigInt(JSON.stringify(seed))).toBeLessThan(2n ** 63n);
    expect(BigInt(JSON.stringify(seed))).toBeGreaterThan(2n ** 63n - 2_000n);
  });

  it.each<[string, object, string]>([
    ['half a seed', { seed: 0.5 }, 'seed'],
    ['a seed past 64 bits', { seed: 2 ** 64 }, 'seed'],
    ['a word of a hundred letters', { reasoning_effort: 'x'.repeat(100) }, 'reasoning_effort'],
    [
      'a custom tool without a name',
      { tools: [{ type: 'custom', custom: {} }] },
      'tools[0].custom.name',
    ],
    [
      'a file that is none',
      { messages: [{ role: 'user', content: [{ type: 'file', file: 'x' }] }] },
      'messages[0].content[0].file',
    ],
  ])('but not about %s', (_name, fields, param) => {
    expect(() => sent(fields)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
  });
});

it('files, audio and custom tools are recorded as the conventions have them', () => {
  const content = [
    { type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } },
    { type: 'input_audio', input_audio: { data: 5 } },
    { type: 'file', file: { file_id: 'file-1' } },
    { type: 'file', file: { file_data: 'data:application/pdf;base64,AA==', filename: 'a.pdf' } },
  ];
  const request = parseChatRequest({ messages: [{ role: 'user', content }], tools: [custom] });
  expect(toInputContent(request, undefined)).toEqual({
    systemInstructions: [],
    messages: [
      {
        role: 'user',
        parts: [
          { type: 'blob', modality: 'audio', mime_type: 'audio/wav', content: 'AA==' },
          { type: 'blob', modality: 'audio' },
          { type: 'file', modality: 'document', file_id: 'file-1' },
          { type: 'blob', modality: 'document', mime_type: 'application/pdf', content: 'AA==' },
        ],
      },
    ],
    tools: [{ type: 'custom', name: 'run', description: 'Runs.' }],
  });
});
