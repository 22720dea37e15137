import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { assistants } from '../../src/assistants/list.ts';
import { until } from '../time/until.ts';
import { invocationRows } from './invocationRows.ts';
import { printTrace } from './printTrace.ts';
import { chunks, event, reply, startScriptedModel } from './scriptedModel.ts';
import { bodyOf, campingRequest, type Row, startApp } from './startApp.ts';
import {
  callsTools,
  messagesOf,
  says,
  streamsTools,
  streamsWords,
  toolResults,
} from './toolReplies.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const settings = {
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  SYSTEM_PROMPT: 'You are a plain model.',
  MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25}}',
};
const app = startApp(() => settings);
const recording = startApp(() => ({
  ...settings,
  AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true',
}));

const daylight = {
  name: 'daylight',
  given: {
    latitude: 39.0968,
    longitude: -120.0324,
    timeZone: 'America/Los_Angeles',
    date: '2026-08-01',
  },
};
const packing = {
  name: 'packing_list',
  given: { terrain: 'city', season: 'winter', nights: 1, people: 1 },
};
const trip = {
  model: 'travel-guide',
  messages: [{ role: 'user', content: 'When does the sun set, and what should I pack?' }],
};
const conversation = { 'x-conversation-id': 'trip-1' };
const sessionOf = (response: Response) => response.headers.get('x-request-id') ?? '';

/** Makes the model call both tools at once, then one again, then answer. */
function plan(): void {
  model.replies.push(
    callsTools([daylight, packing]),
    callsTools([{ ...packing, id: 'call_3' }]),
    says('At 20:12. Pack a coat.'),
  );
}

const named = (rows: readonly Row[], name: string) => rows.filter((row) => row.name === name);

/** The data of a stream's events. */
function dataOf(text: string): string[] {
  return text.split('\n\n').flatMap((part) => (part.startsWith('data: ') ? part.slice(6) : []));
}

describe('the trace of an assistant', () => {
  it('is the whole tree: the answer, its steps by number, its tools, and nothing they said', async () => {
    plan();
    const session = sessionOf(await app.chat(trip, conversation));
    const rows = await invocationRows(app, session, 11);
    await expect(printTrace(rows)).toMatchFileSnapshot('golden/assistant.txt');
  });

  it('holds what tools were given and gave with content recording on, and only then', async () => {
    model.replies.push(
      callsTools([daylight, { name: 'nobody', given: '{"a":' }]),
      says('At 20:12.'),
    );
    const session = sessionOf(await recording.chat(trip, conversation));
    const rows = await invocationRows(recording, session, 9);
    await expect(printTrace(rows)).toMatchFileSnapshot('golden/assistantRecorded.txt');
  });

  it('has the steps one after the other, each with its tools', async () => {
    plan();
    const session = sessionOf(await app.chat(trip));
    const rows = await invocationRows(app, session, 11);
    const spans = rows
      .filter(({ name }) => /^(chat|execute_tool) /.test(name))
      .map(({ name, timestamp, duration, customDimensions }) => ({
        name,
        step: Number(customDimensions['app.step']),
        start: Date.parse(String(timestamp)),
        end: Date.parse(String(timestamp)) + duration,
      }));
    const slack = 5; // whole milliseconds, and each span has its own anchor of the clock
    for (const step of [1, 2]) {
      const tools = spans.filter((span) => span.step === step && span.name.startsWith('execute'));
      const [chat] = spans.filter((span) => span.step === step && span.name.startsWith('chat'));
      const [next] = spans.filter((span) => span.step === step + 1 && span.name.startsWith('chat'));
      for (const tool of tools) {
        expect(tool.start).toBeGreaterThanOrEqual((chat?.end ?? Infinity) - slack);
        expect(tool.end).toBeLessThanOrEqual((next?.start ?? 0) + slack);
      }
    }
  });

  it('of an answer costs what its steps cost together, and counts it once', async () => {
    plan();
    const session = sessionOf(await app.chat(trip));
    const rows = await invocationRows(app, session, 11);
    const chats = named(rows, 'chat gpt-4o');
    const cost = (row: Row | undefined) =>
      (row?.customMeasurements ?? {}) as Record<string, number>;
    const costs = chats.map((row) => cost(row).costUsd ?? Number.NaN);
    const [agent] = named(rows, 'invoke_agent travel-guide');
    expect(costs).toEqual([0.004, 0.004, 0.004]);
    expect(cost(agent)).toEqual({ answerCostUsd: 0.012, modelCalls: 3, toolCalls: 3 });
    const withCost = rows.filter((row) => 'costUsd' in cost(row));
    expect(withCost).toHaveLength(3);

    const response = await fetch(`${app.stack.insights}/api/operations?q=${session}`);
    const { items } = (await response.json()) as { items: object[] };
    expect(items).toEqual([
      expect.objectContaining({
        session_Id: session,
        model: 'gpt-4o',
        modelCalls: 3,
        toolCalls: 3,
        inputTokens: 3_000,
        outputTokens: 600,
        cachedInputTokens: 1_200,
        costUsd: 0.012,
      }),
    ]);
  });

  it.each<[string, boolean, boolean]>([
    ['an answer', false, false],
    ['a stream', true, false],
    ['an answer that fails', false, true],
    ['a stream that fails', true, true],
  ])(
    'of %s says whom it asked, for what, and the sums of the steps that ended',
    async (_, stream, fails) => {
      const step = stream ? streamsTools : callsTools;
      const end = stream ? streamsWords : says;
      model.replies.push(
        step([daylight]),
        step([packing]),
        fails ? reply(400, { error: { code: 'content_filter' } }) : end('Pack a coat.'),
      );
      const response = await app.chat({ ...trip, stream, reasoning_effort: 'low' }, conversation);
      await response.text();
      const rows = await until(
        'the rows of the answer',
        () => app.rows('dependencies', sessionOf(response)),
        (found) => found.some(({ name }) => name === 'generate_completion'),
      );
      const ended = fails ? 2 : 3;
      const chats = named(rows, 'chat gpt-4o').map(({ customDimensions }) => customDimensions);
      expect(chats).toHaveLength(3);
      for (const about of chats) {
        expect(about).toMatchObject({
          'gen_ai.conversation.id': 'trip-1',
          'gen_ai.request.reasoning.level': 'low',
        });
      }
      const [agent, ...others] = named(rows, 'invoke_agent travel-guide');
      expect(others).toEqual([]);
      expect(agent?.success).toBe(fails ? 'False' : 'True');
      expect(agent?.customDimensions).toMatchObject({
        'gen_ai.provider.name': 'openai',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.agent.description': expect.stringMatching(/^Plans trips/),
        'gen_ai.conversation.id': 'trip-1',
        'gen_ai.usage.input_tokens': `${ended * 1_000}`,
        'gen_ai.usage.output_tokens': `${ended * 200}`,
        'gen_ai.usage.cache_read.input_tokens': `${ended * 400}`,
        'gen_ai.usage.reasoning.output_tokens': `${ended * 50}`,
      });
      expect(agent?.customMeasurements).toMatchObject({ modelCalls: 3, toolCalls: 2 });
    },
  );

  it('of an answer that fails says where: the step that failed, the agent, the invocation', async () => {
    model.replies.push(callsTools([daylight]), reply(400, { error: { code: 'content_filter' } }));
    const response = await app.chat(trip);
    expect(response.status).toBe(400);
    const rows = await invocationRows(app, sessionOf(response), 9);
    const failed = rows.filter(({ success }) => success === 'False');
    expect(
      failed.map(({ name, customDimensions }) => [name, customDimensions['app.error.type']]),
    ).toEqual(
      expect.arrayContaining([
        ['chat gpt-4o', 'content_filter'],
        ['invoke_agent travel-guide', 'content_filter'],
      ]),
    );
    expect(rows.filter(({ itemType }) => itemType === 'exceptions')).toHaveLength(1);
    expect(named(rows, 'execute_tool daylight')).toMatchObject([{ success: 'True' }]);
  });
});

describe('a request for an assistant', () => {
  it('is answered under its name, with the usage of all steps', async () => {
    plan();
    const response = await app.chat(trip);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: 'chat.completion',
      model: 'travel-guide',
      choices: [
        {
          finish_reason: 'stop',
          message: { role: 'assistant', content: 'At 20:12. Pack a coat.' },
        },
      ],
      usage: { prompt_tokens: 3_000, completion_tokens: 600, total_tokens: 3_600 },
    });
    const results = toolResults(model.received.at(-1));
    expect(JSON.parse(results[0] ?? '')).toMatchObject({ sunset: '2026-08-01 20:12' });
    expect(JSON.parse(results[1] ?? '')).toMatchObject({ terrain: 'city', people: 1 });
    expect(results[2]).toBe(results[1]);
    expect(messagesOf(model.received.at(-1))[0]?.content).toMatch(/^You are a travel guide/);
  });

  it('takes the turns before it, tools of theirs included', async () => {
    const before = [
      { role: 'user', content: 'And in Annecy?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'old', type: 'function', function: { name: 'daylight', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'old', content: '{"sunset":"21:00"}' },
      { role: 'assistant', content: 'At nine.' },
    ];
    model.replies.push(says('At 20:12.'));
    const response = await app.chat({ ...trip, messages: [...before, ...trip.messages] });
    expect(response.status).toBe(200);
    expect(messagesOf(model.received.at(-1)).map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
    ]);
  });

  it.each([
    ['tools', [{ type: 'function', function: { name: 'weather' } }]],
    ['tool_choice', 'auto'],
    ['parallel_tool_calls', true],
  ])(
    'that brings %s is refused, over HTTP and as a job, and asks no model',
    async (param, value) => {
      const calls = model.received.length;
      const body = { ...trip, [param]: value };
      for (const path of ['chat/completions', 'jobs']) {
        const response = await fetch(`${app.stack.app}/api/v1/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        expect([response.status, await response.json()]).toMatchObject([
          400,
          { error: { code: 'invalid_request', param, type: 'invalid_request_error' } },
        ]);
      }
      expect(model.received.length).toBe(calls);
    },
  );

  it('the plain model beside it takes tools as before', async () => {
    const tools = [{ type: 'function', function: { name: 'weather' } }];
    model.replies.push(callsTools([{ name: 'weather', given: {} }]));
    const answer = await bodyOf(await app.chat({ ...campingRequest, tools }));
    expect(answer.choices[0]?.message).toMatchObject({
      tool_calls: [{ function: { name: 'weather' } }],
    });
    expect(JSON.parse(model.received.at(-1) ?? '').tools).toEqual(tools);
  });

  it('GET v1/models lists it after the deployments, before the embedding model', async () => {
    const response = await fetch(`${app.stack.app}/api/v1/models`);
    const { data } = (await response.json()) as { data: { id: string }[] };
    const names = assistants.map(({ name }) => name);
    expect(data.map(({ id }) => id)).toEqual([
      'gpt-4o',
      'gpt-4o-mini',
      ...names,
      'text-embedding-3-small',
    ]);
  });
});

describe('a stream of an assistant', () => {
  const stream = (fields: object = {}) => app.chat({ ...trip, stream: true, ...fields });

  it('is the text of its final answer: one ID, no word of tools, the usage of all steps last', async () => {
    model.replies.push(streamsTools([daylight, packing]), streamsWords('At 20:12. Pack a coat.'));
    const response = await stream({ stream_options: { include_usage: true } });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const data = dataOf(await response.text());
    expect(data.at(-1)).toBe('[DONE]');
    const events = data.slice(0, -1).map((text) => JSON.parse(text));
    expect(events[0].choices[0].delta).toEqual({ role: 'assistant', content: 'At ' });
    const text = events.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text).toBe('At 20:12. Pack a coat.');
    expect(new Set(events.map(({ id, model: name }) => `${id} ${name}`)).size).toBe(1);
    expect(events[0].model).toBe('travel-guide');
    expect(events.at(-2).choices[0]).toEqual({ index: 0, delta: {}, finish_reason: 'stop' });
    expect(events.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 2_000, completion_tokens: 400, total_tokens: 2_400 },
    });
    expect(JSON.stringify(events)).not.toMatch(/tool|daylight/);
    const rows = await invocationRows(app, sessionOf(response), 9);
    expect(
      named(rows, 'chat gpt-4o')
        .map(({ customDimensions }) => customDimensions['app.step'])
        .sort(),
    ).toEqual(['1', '2']);
  });

  it('comes as the model says it, not at its end', async () => {
    const opened = new Promise<ServerResponse>((resolve) => {
      model.replies.push(streamsTools([daylight]), (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        resolve(response);
      });
    });
    const responding = stream();
    const sending = await opened;
    sending.write([chunks.role, chunks.content('At ')].map(event).join(''));
    const reader = (await responding).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toContain('"content":"At "');
    sending.end(event(chunks.content('20:12.', 'stop')) + event('[DONE]'));
    let rest = '';
    for (;;) {
      const read = await reader?.read();
      if (!read || read.done) break;
      rest += new TextDecoder().decode(read.value);
    }
    expect(rest).toContain('20:12.');
  });

  it('that fails before its first text is an error with its status, in JSON', async () => {
    model.replies.push(streamsTools([daylight]), reply(400, { error: { code: 'content_filter' } }));
    const response = await stream();
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'content_filter' } },
    ]);
  });

  it('that fails after it ends in one error event, without [DONE]', async () => {
    model.replies.push(streamsTools([daylight]), (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write([chunks.role, chunks.content('At ')].map(event).join(''), () =>
        response.destroy(),
      );
    });
    const data = dataOf(await (await stream()).text());
    expect(JSON.parse(data.at(-1) ?? '')).toMatchObject({ error: { code: 'model_unavailable' } });
  });

  it('whose caller leaves ends the call to the model, and nothing is an error', async () => {
    const closed = new Promise<void>((resolve) => {
      model.replies.push(streamsTools([daylight]), (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write([chunks.role, chunks.content('At ')].map(event).join(''));
        once(response, 'close').then(() => resolve());
      });
    });
    const response = await stream();
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await closed;
    const rows = await invocationRows(app, sessionOf(response), 8);
    expect(named(rows, 'generate_completion')[0]?.customDimensions['app.outcome']).toBe(
      'client_closed',
    );
    // Except the host's own call to the worker, which broke off.
    const own = rows.filter(({ session_Id, itemType }) => session_Id || itemType === 'requests');
    expect(own.map(({ success }) => success)).not.toContain('False');
    expect(named(rows, 'invoke_agent travel-guide')).toHaveLength(1);
  });
});

describe('an assistant without a caller who waits', () => {
  it('answers a job', async () => {
    plan();
    const accepted = await fetch(`${app.stack.app}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...conversation },
      body: JSON.stringify(trip),
    });
    expect(accepted.status).toBe(202);
    const { id } = (await accepted.json()) as { id: string };
    const job = await until(
      'the job to end',
      async () =>
        (await (await fetch(`${app.stack.app}/api/v1/jobs/${id}`)).json()) as {
          status: string;
          session_id: string;
          completion: object;
        },
      ({ status }) => status !== 'queued',
    );
    expect(job).toMatchObject({
      status: 'succeeded',
      completion: {
        model: 'travel-guide',
        choices: [{ message: { content: 'At 20:12. Pack a coat.' } }],
        usage: { total_tokens: 3_600 },
      },
    });
    const rows = await invocationRows(app, job.session_id, 9);
    const [agent] = named(rows, 'invoke_agent travel-guide');
    expect(agent?.customDimensions['gen_ai.conversation.id']).toBe('trip-1');
    expect(named(rows, 'generate_completion')[0]?.customDimensions['app.job']).toBe(id);
  });

  it('answers a queue message, in its sender’s trace', async () => {
    plan();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const message = { job: 'trip-7', request: trip, traceparent, conversation: 'trip-1' };
    await app.queues.getQueueClient('inference-requests').sendMessage(JSON.stringify(message));
    const spans = await until(
      'the rows of the trace',
      async () =>
        (await app.rows('dependencies')).filter(
          ({ operation_Id }) => operation_Id === '0af7651916cd43dd8448eb211c80319c',
        ),
      (found) => found.length >= 8,
    );
    expect(spans.map(({ name }) => name).sort()).toEqual([
      'chat gpt-4o',
      'chat gpt-4o',
      'chat gpt-4o',
      'execute_tool daylight',
      'execute_tool packing_list',
      'execute_tool packing_list',
      'generate_completion',
      'invoke_agent travel-guide',
    ]);
    expect(new Set(spans.map(({ session_Id }) => session_Id)).size).toBe(1);
  });

  it('that brings tools in its message is a failed result', async () => {
    const request = { ...trip, tools: [{ type: 'function', function: { name: 'weather' } }] };
    const queue = app.queues.getQueueClient('inference-requests');
    await queue.sendMessage(JSON.stringify({ job: 'trip-8', request }));
    const read = await until(
      'the job to have failed',
      async () => (await fetch(`${app.stack.app}/api/v1/jobs/trip-8`)).json(),
      (job) => (job as { status: string }).status === 'failed',
    );
    expect(read).toMatchObject({ error: { code: 'invalid_request', param: 'tools' } });
  });
});
