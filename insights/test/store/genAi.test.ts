import { afterEach, describe, expect, it } from 'vitest';
import { withContent } from '../../genAi/withContent.ts';
import type { Row } from '../../row.ts';
import { createLists } from '../../store/list.ts';
import { openStore, type Store } from '../../store/store.ts';
import { readMessages } from '../../view/messages.ts';
import { toRow } from './rows.ts';

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

/** What is listed of these rows, each sent alone, and the rows as a page gets them. */
function kept(rows: readonly Row[], prices = {}) {
  const store = openStore(':memory:', undefined, undefined, new Map(Object.entries(prices)));
  open.push(store);
  for (const row of rows) store.write([row]);
  const [item, ...others] = createLists(store.database).operations({}, { limit: 10 }).items;
  expect(others).toEqual([]);
  return { item, rows: store.operation<Row>('op', (row) => row).items };
}

/** A span of another app. */
function span(id: string, customDimensions: Record<string, string>, more: Partial<Row> = {}): Row {
  return toRow({
    itemType: 'dependencies',
    id,
    name: id,
    duration: 100,
    success: 'True',
    customDimensions,
    ...more,
  });
}

/** What was said, a line each: who, and what. */
function said(rows: readonly Row[], id: string): string[] {
  const call = rows.find((row) => row.id === id);
  if (call === undefined) return [];
  return readMessages(withContent(call, rows)).messages.map(({ role, parts, finishReason = '' }) =>
    `${role}: ${parts.map(({ kind, name = '', text }) => (kind === 'text' ? text : `[${kind} ${name} ${text}]`)).join(' ')} ${finishReason}`.trim(),
  );
}

const question = 'What do I need?';
const messages = JSON.stringify([
  { role: 'system', content: 'You are a guide.' },
  { role: 'user', content: question },
]);
const told = {
  model: 'gpt-4o',
  modelCalls: 1,
  inputTokens: 30,
  outputTokens: 20,
  cachedInputTokens: 10,
  finishReason: 'stop',
  about: question,
};

describe.each<[string, Record<string, string>, object]>([
  [
    'OpenTelemetry, now',
    {
      'gen_ai.operation.name': 'generate_content',
      'gen_ai.provider.name': 'gcp.gemini',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': '30',
      'gen_ai.usage.output_tokens': '20',
      'gen_ai.usage.cache_read.input_tokens': '10',
      'gen_ai.response.finish_reasons': '["stop"]',
      'gen_ai.response.time_to_first_chunk': '0.05',
      'gen_ai.request.stream': 'true',
      'gen_ai.input.messages':
        '[{"role": "system", "parts": [{"type": "text", "content": "You are a guide."}]}, {"role": "user", "parts": [{"type": "text", "content": "What do I need?"}]}]',
      'gen_ai.output.messages':
        '[{"role": "assistant", "parts": [{"type": "text", "content": "A tent."}], "finish_reason": "stop"}]',
    },
    { timeToFirstTokenMs: 50, streamed: true },
  ],
  [
    'OpenInference',
    {
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'gpt-4o',
      'llm.provider': 'openai',
      'llm.token_count.prompt': '30',
      'llm.token_count.completion': '20',
      'llm.token_count.prompt_details.cache_read': '10',
      'llm.finish_reason': 'stop',
      'llm.input_messages.0.message.role': 'system',
      'llm.input_messages.0.message.content': 'You are a guide.',
      'llm.input_messages.1.message.role': 'user',
      'llm.input_messages.1.message.contents.0.message_content.type': 'text',
      'llm.input_messages.1.message.contents.0.message_content.text': question,
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': 'A tent.',
      'llm.output_messages.0.message.finish_reason': 'stop',
      'input.value': '{"ignored": true}',
    },
    {},
  ],
  [
    "Vercel's ai",
    {
      'ai.operationId': 'ai.streamText.doStream',
      'ai.model.id': 'gpt-4o',
      'ai.model.provider': 'openai.chat',
      'ai.usage.inputTokens': '30',
      'ai.usage.outputTokens': '20',
      'ai.usage.cachedInputTokens': '10',
      'ai.response.finishReason': 'stop',
      'ai.response.msToFirstChunk': '40.5',
      'ai.response.text': 'A tent.',
      'ai.prompt.messages': JSON.stringify([
        { role: 'system', content: 'You are a guide.' },
        { role: 'user', content: [{ type: 'text', text: question }] },
      ]),
    },
    { timeToFirstTokenMs: 40.5, streamed: true },
  ],
  [
    'Traceloop',
    {
      'llm.request.type': 'chat',
      'gen_ai.system': 'OpenAI',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.prompt_tokens': '30',
      'gen_ai.usage.completion_tokens': '20',
      'gen_ai.usage.cache_read_input_tokens': '10',
      'gen_ai.prompt.0.role': 'system',
      'gen_ai.prompt.0.content': 'You are a guide.',
      'gen_ai.prompt.1.role': 'user',
      'gen_ai.prompt.1.content': question,
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.content': 'A tent.',
      'gen_ai.completion.0.finish_reason': 'stop',
    },
    {},
  ],
  [
    'Langfuse',
    {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.model.name': 'gpt-4o',
      'langfuse.observation.usage_details': '{"input":20,"output":20,"input_cached_tokens":10}',
      'langfuse.observation.cost_details': '{"total":0.25}',
      'langfuse.observation.completion_start_time': '"2026-11-24T12:00:00.060Z"',
      'langfuse.observation.input': messages,
      'langfuse.observation.output':
        '{"role":"assistant","content":"A tent.","finish_reason":"stop"}',
      'llm.finish_reason': 'stop',
    },
    { timeToFirstTokenMs: 60, costUsd: 0.25, priced: true },
  ],
])('a call as %s names it', (_name, dimensions, more) => {
  it('is listed with its model, its tokens and its question', () => {
    expect(kept([span('a', dimensions)]).item).toMatchObject({ ...told, ...more });
  });

  it('tells what was said', () => {
    expect(said(kept([span('a', dimensions)]).rows, 'a')).toEqual([
      'system: You are a guide.',
      `user: ${question}`,
      'assistant: A tent. stop',
    ]);
  });

  it('gets a cost by the prices of the receiver, unless it brings one', () => {
    const prices = { 'gpt-4o': { input: 2, output: 10, cachedInput: 1 } };
    const { item } = kept([span('a', dimensions)], prices);
    expect(item).toMatchObject({
      costUsd: Reflect.get(more, 'costUsd') ?? 0.00025,
      priced: true,
    });
  });
});

describe('what was said in a call stands beneath it', () => {
  const call = span('a', { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' });
  const line = (name: string, message: string, customDimensions = {}): Row =>
    toRow({
      itemType: 'traces',
      operation_ParentId: 'a',
      message,
      customDimensions: { ...(name && { 'event.name': name }), ...customDimensions },
    });

  it.each<[string, readonly Row[]]>([
    [
      'in log records, one a message',
      [
        line('gen_ai.system.message', '{"content":"You are a guide."}'),
        line('gen_ai.user.message', `{"content":"${question}"}`),
        line(
          'gen_ai.choice',
          '{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"A tent."}}',
        ),
      ],
    ],
    [
      'in events with their content as JSON',
      [
        line('', 'gen_ai.system.message', {
          'gen_ai.event.content': '{"role":"system","content":"You are a guide."}',
        }),
        line('', 'gen_ai.user.message', {
          'gen_ai.event.content': `{"role":"user","content":"${question}"}`,
        }),
        line('', 'gen_ai.choice', {
          'gen_ai.event.content':
            '{"message":{"role":"assistant","content":"A tent."},"finish_reason":"stop"}',
        }),
      ],
    ],
    [
      'in one event of all details',
      [
        line('gen_ai.client.inference.operation.details', 'n/a', {
          'gen_ai.input.messages': messages,
          'gen_ai.output.messages':
            '[{"role":"assistant","parts":[{"type":"text","content":"A tent."}],"finish_reason":"stop"}]',
        }),
      ],
    ],
    [
      'in an event for the prompt and one for the completion',
      [
        line('', 'gen_ai.content.prompt', { 'gen_ai.prompt': messages }),
        line('', 'gen_ai.content.completion', {
          'gen_ai.completion': '[{"role":"assistant","content":"A tent.","finish_reason":"stop"}]',
        }),
      ],
    ],
  ])('%s', (_name, lines) => {
    for (const rows of [
      [call, ...lines],
      [...lines, call],
    ]) {
      const { item, rows: stored } = kept(rows);
      expect(item).toMatchObject({ about: question });
      expect(said(stored, 'a')).toEqual([
        'system: You are a guide.',
        `user: ${question}`,
        'assistant: A tent. stop',
      ]);
    }
  });
});

describe('what was said, as it was told in pieces', () => {
  const call = span('a', { 'gen_ai.operation.name': 'chat' });
  const line = (event: string, message: string, customDimensions = {}): Row =>
    toRow({
      itemType: 'traces',
      operation_ParentId: 'a',
      message,
      customDimensions: { 'event.name': event, ...customDimensions },
    });
  const user = (text: string) => line('gen_ai.user.message', JSON.stringify({ content: text }));
  const details = (input: string) =>
    line('gen_ai.client.inference.operation.details', 'n/a', { 'gen_ai.input.messages': input });

  it('keeps a message that was said twice', () => {
    const assistant = line('gen_ai.assistant.message', '{"content":"Sure?"}');
    const { rows } = kept([call, user('Yes'), assistant, user('Yes')]);
    expect(said(rows, 'a')).toEqual(['user: Yes', 'assistant: Sure?', 'user: Yes']);
  });

  it('is not doubled by what tells all of it once more', () => {
    const system = line('gen_ai.system.message', '{"content":"You are a guide."}');
    const { rows } = kept([call, system, user(question), details(messages)]);
    expect(said(rows, 'a')).toEqual(['system: You are a guide.', `user: ${question}`]);
  });

  it('may begin with nothing', () => {
    const { rows } = kept([call, details('[]'), user(question)]);
    expect(said(rows, 'a')).toEqual([`user: ${question}`]);
  });

  it('is not recorded when events come without content', () => {
    const { rows } = kept([
      call,
      line('gen_ai.user.message', '{}'),
      line('gen_ai.tool.message', '{"id":"call_1"}'),
      line('gen_ai.choice', '{"index":0,"finish_reason":"stop","message":{"role":"assistant"}}'),
    ]);
    const [row] = rows.filter(({ id }) => id === 'a');
    expect(readMessages(withContent(row ?? call, rows)).recorded).toBe(false);
  });
});

it('of content that is too deep to be read only its row is kept, and nothing else is lost', () => {
  const deep = span('a', {
    'langfuse.observation.type': 'generation',
    'langfuse.observation.input': `${'['.repeat(6_000)}${']'.repeat(6_000)}`,
  });
  expect(kept([deep, span('b', {}, { operation_ParentId: 'a' })]).rows).toHaveLength(2);
});

describe('a call that two layers tell of', () => {
  const inner = span(
    'in',
    { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' },
    { operation_ParentId: 'out' },
  );
  const outer = span('out', {
    'openinference.span.kind': 'LLM',
    'llm.model_name': 'gpt-4o',
    'llm.token_count.prompt': '5',
    'llm.token_count.completion': '7',
  });

  it('counts by the one that told its tokens', () => {
    expect(kept([inner, outer]).item).toMatchObject({
      modelCalls: 1,
      inputTokens: 5,
      outputTokens: 7,
    });
  });

  it('counts when the two name each other as parent', () => {
    const circle = { ...outer, operation_ParentId: 'in' };
    expect(kept([inner, circle]).item?.modelCalls).toBeGreaterThan(0);
  });
});

it('an agent without a call of its own has a cost by the receiver’s prices; less than nothing is no token', () => {
  const agent = span('a', {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': '-5',
    'gen_ai.usage.output_tokens': '1000000',
  });
  const prices = { 'gpt-4o': { input: 2, output: 10 } };
  expect(kept([agent], prices).item).toMatchObject({
    inputTokens: null,
    costUsd: 10,
    priced: true,
  });
});

describe('calls of tools', () => {
  const expected = [
    `user: ${question}`,
    'assistant: [tool_call weather {\n  "place": "Oslo"\n}] tool_calls',
  ];

  it.each<[string, Record<string, string>]>([
    [
      'OpenInference',
      {
        'openinference.span.kind': 'LLM',
        'llm.input_messages.0.message.role': 'user',
        'llm.input_messages.0.message.content': question,
        'llm.output_messages.0.message.role': 'assistant',
        'llm.output_messages.0.message.finish_reason': 'tool_calls',
        'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'c1',
        'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'weather',
        'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments':
          '{"place":"Oslo"}',
      },
    ],
    [
      'Traceloop',
      {
        'llm.request.type': 'chat',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': question,
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.finish_reason': 'tool_calls',
        'gen_ai.completion.0.tool_calls.0.id': 'c1',
        'gen_ai.completion.0.tool_calls.0.name': 'weather',
        'gen_ai.completion.0.tool_calls.0.arguments': '{"place":"Oslo"}',
      },
    ],
    [
      "Vercel's ai",
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.prompt.messages': JSON.stringify([{ role: 'user', content: question }]),
        'ai.response.finishReason': 'tool_calls',
        'ai.response.toolCalls': JSON.stringify([
          { toolCallId: 'c1', toolName: 'weather', input: '{"place":"Oslo"}' },
        ]),
      },
    ],
  ])('are shown as calls: %s', (_name, dimensions) => {
    expect(said(kept([span('a', dimensions)]).rows, 'a')).toEqual(expected);
  });
});

it('a history of the AI SDK is shown with its calls and their results', () => {
  const history = [
    { role: 'user', content: question },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'It may rain.' },
        { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: { place: 'Oslo' } },
      ],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          toolCallId: 'c1',
          toolName: 'weather',
          output: { type: 'json', value: { rain: true } },
        },
      ],
    },
  ];
  const row = span('a', {
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.prompt.messages': JSON.stringify(history),
  });
  const { messages: shown } = readMessages(kept([row]).rows[0] ?? row);
  expect(shown.map(({ parts }) => parts)).toMatchObject([
    [{ kind: 'text', text: question }],
    [
      { kind: 'reasoning', text: 'It may rain.' },
      { kind: 'tool_call', name: 'weather', result: '{\n  "rain": true\n}' },
    ],
  ]);
});

describe('an agent that tells tokens', () => {
  const agent = span('agent', {
    'ai.operationId': 'ai.generateText',
    'ai.model.id': 'gpt-4o',
    'ai.usage.inputTokens': '60',
    'ai.usage.outputTokens': '40',
  });
  const call = (id: string, parent: string) =>
    span(
      id,
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.model.id': 'gpt-4o',
        'ai.usage.inputTokens': '30',
        'ai.usage.outputTokens': '20',
      },
      { operation_ParentId: parent },
    );

  it('counts once when no call to a model of its own is here', () => {
    expect(kept([agent]).item).toMatchObject({ modelCalls: 1, inputTokens: 60, outputTokens: 40 });
  });

  it('is not added to its calls, whichever come first', () => {
    const rows = [call('a', 'agent'), call('b', 'agent'), agent];
    for (const order of [rows, rows.toReversed()]) {
      expect(kept(order).item).toMatchObject({
        modelCalls: 2,
        inputTokens: 60,
        outputTokens: 40,
        name: 'agent',
      });
    }
  });
});

it('a row keeps its own attributes as they were sent, and what a sender says by both names is not read again', () => {
  const dimensions = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4o',
    'llm.model_name': 'another',
    'gen_ai.usage.prompt_tokens': '7',
  };
  const [row] = kept([span('a', dimensions)]).rows;
  expect(row?.customDimensions).toEqual(dimensions);
  expect(row?.genAi).toEqual({ 'gen_ai.usage.input_tokens': '7' });
});
