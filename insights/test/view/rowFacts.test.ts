import { describe, expect, it } from 'vitest';
import { toRowFacts } from '../../view/rowFacts.ts';
import { chat, host, own, row, thrown } from './rows.ts';

const told = (each: ReturnType<typeof row>) =>
  toRowFacts(each).map(({ label, shown }) => `${label}: ${shown}`);
const called = (more: Parameters<typeof row>[1]) => row('dependencies', { name: 'x', ...more });

describe('a call to a model tells first', () => {
  it('in a fixed order and with units what it asked, got and cost, and where', () => {
    const customDimensions = {
      'gen_ai.conversation.id': 'trip-7',
      'gen_ai.provider.name': 'azure.ai.openai',
      'gen_ai.response.model': 'gpt-4o-2024-11-20',
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.finish_reasons': '["stop"]',
      'gen_ai.request.seed': '7',
      'gen_ai.request.top_p': '0.9',
      'gen_ai.request.temperature': '0.5',
      'gen_ai.request.max_tokens': '800',
      'gen_ai.request.stop_sequences': '["END","STOP"]',
      'gen_ai.usage.reasoning.output_tokens': '64',
      'server.port': '443',
      'app.http.status_code': '200',
    };
    const customMeasurements = {
      inputTokens: 11_850,
      outputTokens: 1_200,
      cachedInputTokens: 1_024,
      costUsd: 0.00123,
      tokensPerSecond: 81.23,
    };
    expect(told(chat(2, { first: 412, customDimensions, customMeasurements }))).toEqual([
      'operation: chat',
      'provider: azure.ai.openai',
      'model: gpt-4o → gpt-4o-2024-11-20',
      'tokens: 11,850 → 1,200 tokens, 1,024 of the input cached, 64 of the output for reasoning',
      'cost: US$ 0.00123',
      'first token: 412 ms from the start of this call to the model, then 81.2 tokens/s',
      'finish reason: stop',
      'temperature: 0.5',
      'top_p: 0.9',
      'max tokens: 800',
      'seed: 7',
      'streamed: yes',
      'stop sequences: END, STOP',
      'response ID: chatcmpl-1',
      'conversation: trip-7',
      'server: models.test:443',
      'attempt: 2',
      'status: 200',
    ]);
  });

  it('why it failed, and nothing that it does not say', () => {
    expect(told(chat(1, { error: 'rate_limit_exceeded', status: 429, success: 'False' }))).toEqual([
      'operation: chat',
      'model: gpt-4o',
      'server: models.test',
      'attempt: 1',
      'status: 429',
      'error: rate_limit_exceeded',
    ]);
  });

  it('that its cost is not known, which is not free', () => {
    expect(told(chat(1, { customMeasurements: { inputTokens: 3, outputTokens: 4 } }))).toContain(
      'cost: – (no price for gpt-4o)',
    );
  });

  it('whatever names its sender has for it', () => {
    const customDimensions = { 'llm.model_name': 'gpt-4o', 'llm.token_count.prompt': '31' };
    const genAi = {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': '31',
    };
    expect(told(called({ customDimensions, genAi }))).toEqual([
      'operation: embeddings',
      'model: gpt-4o',
      'tokens: 31 tokens',
      'cost: – (no price for gpt-4o)',
    ]);
  });
});

it('a tool tells what it was given and what it gave', () => {
  const customDimensions = {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'sun_times',
    'gen_ai.tool.call.arguments': '{"city":"Oslo"}',
    'gen_ai.tool.call.result': '04:12',
  };
  expect(told(called({ customDimensions }))).toEqual([
    'operation: execute_tool',
    'tool: sun_times',
    'arguments: {"city":"Oslo"}',
    'result: 04:12',
  ]);
});

it('an invocation tells how it ended, and leads to its job and conversation', () => {
  const facts = toRowFacts(
    own('invalid_request', {
      customDimensions: {
        'app.error.param': 'messages[0].role',
        'app.job': 'a b',
        'gen_ai.conversation.id': 'trip/7',
        'faas.coldstart': 'true',
      },
    }),
  );
  expect(facts.map(({ label, shown, href }) => [label, shown, href])).toEqual([
    ['outcome', 'invalid_request', undefined],
    ['wrong parameter', 'messages[0].role', undefined],
    ['trigger', 'http', undefined],
    ['cold start', 'yes', undefined],
    ['job', 'a b', '/jobs/a%20b'],
    ['conversation', 'trip/7', '/conversations/trip%2F7'],
  ]);
});

describe('a call of another app tells by its kind', () => {
  it.each([
    [
      'HTTP',
      called({
        name: 'GET /cart',
        type: 'Http',
        target: 'shop:8080',
        data: 'http://shop:8080/cart?x=1',
        resultCode: '503',
        success: 'False',
      }),
      [
        'method: GET',
        'URL: http://shop:8080/cart?x=1',
        'status: 503',
        'server: shop:8080',
        'error: 503',
      ],
    ],
    [
      'database',
      called({
        name: 'SELECT cart',
        type: 'SQL',
        target: 'db|shop',
        data: `SELECT ${'x'.repeat(500)}`,
        resultCode: '0',
      }),
      [
        'system: SQL',
        'operation: SELECT cart',
        `statement: SELECT ${'x'.repeat(393)}…`,
        'server: db|shop',
      ],
    ],
    [
      'queue',
      called({
        name: 'send orders',
        type: 'Queue Message | Azure Service Bus',
        customDimensions: {
          'messaging.system': 'servicebus',
          'messaging.destination.name': 'orders',
          'messaging.operation.type': 'send',
          'messaging.message.id': 'm1',
        },
      }),
      ['system: servicebus', 'destination: orders', 'operation: send', 'message ID: m1'],
    ],
    [
      'RPC',
      called({
        type: 'GRPC',
        resultCode: '14',
        customDimensions: { 'rpc.service': 'shop.Cart', 'rpc.method': 'Get' },
      }),
      ['system: GRPC', 'service: shop.Cart', 'method: Get', 'status: 14'],
    ],
    ['no kind', called({ type: 'my own' }), []],
  ])('%s', (_, given, facts) => {
    expect(told(given)).toEqual(facts);
  });

  it('and a request by its URL and status', () => {
    expect(told(host({ url: 'http://127.0.0.1/api', resultCode: '200' })).slice(0, 3)).toEqual([
      'method: POST',
      'URL: http://127.0.0.1/api',
      'status: 200',
    ]);
  });
});

it('an exception tells its type, words and frames; a log line its level and text', () => {
  const details = JSON.stringify([
    { typeName: 'x', message: 'Our words.', stack: 'Error: Our words.\n    at f (main.js:1:2)' },
  ]);
  expect(told(thrown('model_timeout', { details }))).toEqual([
    'type: model_timeout',
    'message: Our words.',
    'stack: Error: Our words.\n    at f (main.js:1:2)',
  ]);
  expect(told(row('traces', { message: 'hello', severityLevel: 2 }))).toEqual([
    'level: warning',
    'line: hello',
  ]);
});
