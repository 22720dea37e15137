import { expect } from 'vitest';
import type { Table } from '../../row.ts';
import type { SenderName } from './senders.ts';

interface Expected {
  /** All rows, by name and time, with columns that must be so. */
  readonly rows: Partial<Record<Table, readonly object[]>>;
  /** As `toldBy` gives it. */
  readonly told: readonly string[];
}

const asked = ['    system: You help people pack.', '    user: What camping supplies do I need?'];
const answered = [...asked, '    assistant: Pack a tent.'];
const tool = '    tool weather: The weather of a place.';
const calledTool = [...asked, '    assistant: weather({"place":"Inari"})', tool];
const usedTool = [
  ...asked,
  '    assistant: weather({"place":"Inari"}) gives It rains.',
  '    assistant: Pack a tent.',
  tool,
];
const by = 'answered by gpt-4o-2024-11-20';
const cached = '1000 in 200 out 400 cached';
const all = `${cached} 50 reasoning`;
const counted = '1000 in 200 out';
const spans = (...names: readonly string[]) =>
  names.map((name) => ({ name, cloud_RoleName: 'store', cloud_RoleInstance: 'one' }));
const times = (many: number, name: string): readonly string[] => Array(many).fill(name);

/** Of Application Insights' SDK for Node.js. */
const node = {
  cloud_RoleName: 'store',
  session_Id: 's1',
  sdkVersion: 'node:1.8.8',
  customDimensions: { shop: 'a' },
};

const dotnet = {
  cloud_RoleName: 'store',
  cloud_RoleInstance: 'one',
  session_Id: 's1',
  sdkVersion: 'dotnetc:2.23.0-29',
  customDimensions: { shop: 'a' },
};
const inRequest = {
  operation_Id: expect.stringMatching(/^[0-9a-f]{32}$/),
  operation_Name: 'GET /',
};

/** What a web SDK sends of one visit. */
function toVisit(sdkVersion: string): Expected {
  const page = {
    cloud_RoleName: 'shop',
    client_Type: 'Browser',
    operation_Name: '/shop',
    sdkVersion,
  };
  const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/shop$/);
  return {
    rows: {
      pageViews: [{ ...page, name: 'home', url }],
      browserTimings: [{ ...page, name: 'home', url }],
      dependencies: [
        { ...page, name: 'GET /stock', type: 'Fetch', resultCode: '200', success: 'True' },
      ],
      customEvents: [
        {
          ...page,
          name: 'bought',
          customDimensions: { shop: 'a' },
          customMeasurements: { items: 3 },
        },
      ],
      traces: [{ ...page, message: 'hello', severityLevel: 2 }],
      exceptions: [{ ...page, type: 'TypeError', outerMessage: 'TypeError: broken' }],
      customMetrics: [{ ...page, name: 'sales', value: 6, valueCount: 1 }],
    },
    told: ['home: ok'],
  };
}

const grpc = {
  cloud_RoleName: 'shop.store',
  cloud_RoleInstance: 'one',
  application_Version: '1.2.3',
};
/** Its names of errors differ by language. */
const overGrpc = (error: string): Expected => ({
  rows: {
    requests: [{ ...grpc, name: 'GET /', success: 'True', session_Id: 's1' }],
    dependencies: [
      {
        ...grpc,
        name: 'SELECT',
        type: 'mysql',
        target: 'db',
        data: 'SELECT 1',
        success: 'False',
        operation_Id: expect.stringMatching(/^[0-9a-f]{32}$/),
        operation_ParentId: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ],
    exceptions: [{ ...grpc, type: error, outerMessage: 'broken' }],
    traces: [
      { ...grpc, message: 'hello', severityLevel: 2 },
      { ...grpc, message: 'retried', customDimensions: { attempt: '2' } },
    ],
    customMetrics: [
      { ...grpc, name: 'sales', value: 3, customDimensions: { shop: 'a' } },
      { ...grpc, name: 'sizes', valueSum: 7, valueCount: 1, valueMin: 7, valueMax: 7 },
    ],
  },
  // The list tells rows of a session and rows of none apart, here within one operation.
  told: ['GET /: ok', 'SELECT: error'],
});

/** What arrives of each SDK, and what is read of it. What an SDK does not tell is not here: a comment says what. */
export const expected: Readonly<Record<SenderName, Expected>> = {
  'applicationinsights-1': {
    rows: {
      requests: [
        { ...node, id: 'r1', name: 'GET /', duration: 1_234, success: 'True', resultCode: '200' },
      ],
      dependencies: [
        { ...node, name: 'SELECT', type: 'SQL', target: 'db', data: 'SELECT 1', success: 'False' },
      ],
      exceptions: [{ ...node, outerType: 'TypeError', outerMessage: 'broken' }],
      traces: [{ ...node, message: 'hello', severityLevel: 2 }],
      customEvents: [{ ...node, name: 'bought', customMeasurements: { items: 3 } }],
      customMetrics: [
        { ...node, name: 'sales', value: 6, valueSum: 6, valueCount: 3, valueMin: 1, valueMax: 3 },
      ],
      pageViews: [{ ...node, name: 'home', url: 'http://localhost/home', duration: 12 }],
      availabilityResults: [{ ...node, name: 'ping', location: 'here', message: 'fine' }],
    },
    told: [], // without automatic collection its rows are of no operation
  },
  'applicationinsights-web-2': toVisit('javascript:2.8.9'),
  'applicationinsights-web-3': toVisit('javascript:3.4.4'),
  'dotnet-applicationinsights-2': {
    rows: {
      requests: [{ ...dotnet, ...inRequest, name: 'GET /', success: 'True', resultCode: '200' }],
      dependencies: [
        {
          ...dotnet,
          ...inRequest,
          name: 'SELECT',
          type: 'SQL',
          target: 'db',
          data: 'SELECT 1',
          duration: 1.234,
          success: 'False',
        },
      ],
      exceptions: [
        {
          ...dotnet,
          ...inRequest,
          outerType: 'System.InvalidOperationException',
          outerMessage: 'broken',
          innermostType: 'System.ArgumentException',
          innermostMessage: 'inner',
        },
      ],
      traces: [{ ...dotnet, ...inRequest, message: 'hello', severityLevel: 2 }],
      customEvents: [{ ...dotnet, ...inRequest, name: 'bought', customMeasurements: { items: 3 } }],
      customMetrics: [
        { ...dotnet, name: 'sales', value: 6, valueCount: 3, valueMin: 1, valueMax: 3 },
      ],
      pageViews: [{ ...dotnet, name: 'home', url: 'http://localhost/home' }],
      availabilityResults: [
        { ...dotnet, name: 'ping', duration: 500, location: 'here', message: 'fine' },
      ],
    },
    told: ['GET /: ok'],
  },
  'dotnet-otlp': overGrpc('System.InvalidOperationException'),
  'otlp-grpc': overGrpc('TypeError'),
  'otlp-grpc-gzip': overGrpc('TypeError'),
  'ai-sdk-6': {
    rows: {
      dependencies: spans(
        'ai.embed',
        'ai.embed.doEmbed',
        ...times(3, 'ai.generateText'),
        ...times(4, 'ai.generateText.doGenerate'),
        'ai.streamText',
        'ai.streamText.doStream',
        'ai.toolCall',
      ),
      exceptions: [{ type: 'AI_APICallError' }, { type: 'AI_APICallError' }],
      traces: [{ message: 'ai.stream.finish' }, { message: 'ai.stream.firstChunk' }],
    },
    told: [
      `ai.generateText: ok, asks gpt-4o, 1 model call, ${cached}, stop, conversation c1`,
      `  chat gpt-4o of openai, ${by}, ${all}, ["stop"], temperature 0.5`,
      ...answered,
      `ai.streamText: ok, asks gpt-4o, 1 model call, ${cached}, stop, streamed, first token, conversation c1`,
      `  chat gpt-4o of openai, ${by}, ${all}, ["stop"], first token`,
      ...answered,
      'ai.generateText: ok, asks gpt-4o, 2 model calls, 1 tool call, 2000 in 400 out 800 cached, stop, conversation c1',
      '  runs weather({"place":"Inari"}): "It rains."',
      `  chat gpt-4o of openai, ${by}, ${all}, ["tool-calls"]`,
      ...calledTool,
      `  chat gpt-4o of openai, ${by}, ${all}, ["stop"]`,
      ...usedTool,
      'ai.generateText: error, asks broken, 1 model call, conversation c1',
      '  chat broken of openai, failed',
      ...asked,
      'ai.embed: ok, asks text-embedding-3-small, 1 model call, 7 in, conversation c1',
      '  embeddings text-embedding-3-small of openai, 7 in',
    ],
  },
  // No reasoning tokens.
  'ai-sdk-7': {
    rows: {
      dependencies: spans(
        'chat broken',
        ...times(4, 'chat gpt-4o'),
        ...times(2, 'embeddings text-embedding-3-small'),
        'execute_tool weather',
        'invoke_agent broken',
        ...times(3, 'invoke_agent gpt-4o'),
        ...times(4, 'step 1'),
        'step 2',
      ),
      exceptions: Array(3).fill({ type: 'AI_APICallError' }),
    },
    told: [
      `invoke_agent gpt-4o: ok, asks gpt-4o, 1 model call, ${cached}, stop`,
      `  chat gpt-4o of openai, ${by}, ${cached}, ["stop"], temperature 0.5`,
      ...answered,
      `invoke_agent gpt-4o: ok, asks gpt-4o, 1 model call, ${cached}, stop, streamed, first token`,
      `  chat gpt-4o of openai, ${by}, ${cached}, ["stop"], first token`,
      ...answered,
      'invoke_agent gpt-4o: ok, asks gpt-4o, 2 model calls, 1 tool call, 2000 in 400 out 800 cached, stop',
      '  runs weather({"place":"Inari"}): "It rains."',
      `  chat gpt-4o of openai, ${by}, ${cached}, ["tool-calls"]`,
      ...calledTool,
      `  chat gpt-4o of openai, ${by}, ${cached}, ["stop"]`,
      ...usedTool,
      'invoke_agent broken: error, asks broken, 1 model call',
      '  chat broken of openai, failed',
      ...asked,
      'embeddings text-embedding-3-small: ok, asks text-embedding-3-small, 1 model call, 7 in',
      '  embeddings text-embedding-3-small of openai, 7 in',
    ],
  },
  // No provider, no reason of the end, no tokens of embeddings; the model that answered in place of the one that was asked.
  langfuse: {
    rows: {
      dependencies: spans(
        ...times(5, 'OpenAI.chat'),
        'OpenAI.embeddings',
        'ask',
        'packer',
        'weather',
      ),
    },
    told: [
      `OpenAI.chat: ok, asks gpt-4o-2024-11-20, 1 model call, ${cached}, conversation c1`,
      `  chat gpt-4o-2024-11-20 of undefined, ${all}, temperature 0.5`,
      ...answered,
      `OpenAI.chat: ok, asks gpt-4o, 1 model call, ${cached}, streamed, first token, conversation c1`,
      `  chat gpt-4o of undefined, ${all}, first token`,
      ...answered,
      `OpenAI.chat: ok, asks gpt-4o-2024-11-20, 1 model call, ${cached}, conversation c1`,
      `  chat gpt-4o-2024-11-20 of undefined, ${all}`,
      ...calledTool,
      `OpenAI.chat: ok, asks gpt-4o-2024-11-20, 1 model call, ${cached}, conversation c1`,
      `  chat gpt-4o-2024-11-20 of undefined, ${all}`,
      ...usedTool,
      'OpenAI.chat: error, asks broken, 1 model call, 0 USD, conversation c1',
      '  chat broken of undefined, failed, 0 USD',
      ...asked,
      'OpenAI.embeddings: ok, asks text-embedding-3-small, 1 model call, conversation c1',
      '  embeddings text-embedding-3-small of undefined',
      'packer: ok, asks gpt-4o, 1 model call, 1 tool call, 10 in 5 out, 0.25 USD, conversation c2',
      '  runs weather({"place":"Inari"}): It rains.',
      '  chat gpt-4o of undefined, 10 in 5 out, 0.25 USD',
      '    user: What camping supplies do I need?',
      '    assistant: Pack a tent.',
    ],
  },
  // No span of a call that failed; no tokens of a stream and of embeddings.
  openinference: {
    rows: { dependencies: spans(...times(4, 'OpenAI Chat Completions'), 'OpenAI Embeddings') },
    told: [
      `OpenAI Chat Completions: ok, asks gpt-4o, 1 model call, ${cached}, stop`,
      `  chat gpt-4o of openai, ${by}, ${all}, ["stop"], temperature 0.5`,
      ...answered,
      'OpenAI Chat Completions: ok, asks gpt-4o, 1 model call, stop, streamed',
      '  chat gpt-4o of openai, ["stop"]',
      ...answered,
      `OpenAI Chat Completions: ok, asks gpt-4o, 1 model call, ${cached}, tool_calls`,
      `  chat gpt-4o of openai, ${by}, ${all}, ["tool_calls"]`,
      ...calledTool,
      `OpenAI Chat Completions: ok, asks gpt-4o, 1 model call, ${cached}, stop`,
      `  chat gpt-4o of openai, ${by}, ${all}, ["stop"]`,
      ...usedTool,
      'OpenAI Embeddings: ok, asks text-embedding-3-small, 1 model call',
      '  embeddings text-embedding-3-small of openai',
    ],
  },
  // No cached and no reasoning tokens, no stream, no tools that were offered; messages come as log records.
  'opentelemetry-openai': {
    rows: {
      dependencies: spans(
        'chat broken',
        ...times(4, 'chat gpt-4o'),
        'embeddings text-embedding-3-small',
      ),
      traces: Array(16).fill({ cloud_RoleName: 'store' }),
    },
    told: [
      `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
      `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"], temperature 0.5`,
      ...answered,
      `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
      `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"]`,
      ...answered,
      `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, tool_calls`,
      `  chat gpt-4o of openai, ${by}, ${counted}, ["tool_calls"]`,
      ...calledTool.slice(0, -1),
      `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
      `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"]`,
      ...usedTool.slice(0, -1),
      'chat broken: error, asks broken, 1 model call',
      '  chat broken of openai, failed',
      ...asked,
      'embeddings text-embedding-3-small: ok, asks text-embedding-3-small, 1 model call, 7 in',
      '  embeddings text-embedding-3-small of openai, answered by text-embedding-3-small, 7 in',
    ],
  },
  // No span of a call that failed and of embeddings; of a stream no tokens, and not that it is one.
  traceloop: {
    rows: { dependencies: spans(...times(4, 'chat gpt-4o')) },
    told: [
      `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
      `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"], temperature 0.5`,
      ...answered,
      'chat gpt-4o: ok, asks gpt-4o, 1 model call, stop',
      `  chat gpt-4o of openai, ${by}, ["stop"]`,
      ...answered,
      `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, tool_call`,
      `  chat gpt-4o of openai, ${by}, ${counted}, ["tool_call"]`,
      ...calledTool,
      `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
      `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"]`,
      ...usedTool,
    ],
  },
};
