import { once } from 'node:events';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI, {
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from 'openai';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { assistants } from '../../src/assistants/list.ts';
import {
  chunks,
  event,
  modelAnswer,
  modelStream,
  reply,
  startScriptedModel,
} from '../e2e/scriptedModel.ts';
import { startApp } from '../e2e/startApp.ts';
import { callsTools, messagesOf, says, streamsTools, streamsWords } from '../e2e/toolReplies.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';

// The clients as people use them: only the base URL is ours.

const model = await startScriptedModel();
afterAll(model.stop);
const embedded = startApp();
const settings = { AZURE_AI_INFERENCE_ENDPOINT: model.url, AZURE_OPENAI_FALLBACK_DEPLOYMENTS: '' };
const app = startApp(() => settings);
/** Leaves it to its client to wait for a busy model. */
const impatient = startApp(() => ({
  ...settings,
  HTTP_DEADLINE_SECONDS: `${Math.ceil(hangMs(1_000) / 1_000)}`,
}));

const openai = (of = app) =>
  new OpenAI({ baseURL: `${of.stack.app}/api/v1`, apiKey: 'not needed here' });
const question = 'What are some recommended supplies for a camping trip in the mountains?';
const messages = [{ role: 'user' as const, content: question }];
const sse = { 'content-type': 'text/event-stream' };

const weather = {
  type: 'function' as const,
  function: {
    name: 'weather',
    description: 'The weather of a place.',
    parameters: { type: 'object', properties: { place: { type: 'string' } } },
  },
};
const call = {
  id: 'call_1',
  type: 'function' as const,
  function: { name: 'weather', arguments: '{"place":"Annecy"}' },
};
const asked = { name: 'weather', given: call.function.arguments };
const asksForWeather = {
  ...modelAnswer,
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      message: { role: 'assistant', content: null, tool_calls: [call] },
    },
  ],
};

describe('openai', () => {
  it('create: an answer, and the request ID of the invocation', async () => {
    const { data, request_id } = await openai(embedded)
      .chat.completions.create({ model: 'gpt-4o', messages })
      .withResponse();
    expect(data.choices[0]?.message.content).toContain('tent');
    const rows = await until(
      'both rows of the invocation',
      () => embedded.rows('dependencies', request_id ?? ''),
      (found) => found.length === 2,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(['chat gpt-4o', 'generate_completion']);
  });

  it('stream: the same text in 20 chunks or more, usage last', async () => {
    const client = openai(embedded);
    const whole = await client.chat.completions.create({ model: 'gpt-4o', messages });
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let count = 0;
    let last: OpenAI.ChatCompletionChunk | undefined;
    for await (const chunk of stream) {
      if (count === 0) expect(chunk.choices[0]?.delta.role).toBe('assistant');
      text += chunk.choices[0]?.delta.content ?? '';
      count += 1;
      last = chunk;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(count).toBeGreaterThan(20);
    expect(last?.usage?.completion_tokens).toBeGreaterThan(0);
  });

  it('stream: the helper puts the answer together', async () => {
    model.replies.push(reply(200, modelStream, sse));
    const runner = openai().chat.completions.stream({ model: 'gpt-4o', messages });
    expect(await runner.finalContent()).toBe('Pack a tent.');
  });

  it('a stream abandoned midway ends the call to the model', async () => {
    const closed = new Promise<void>((resolve) => {
      model.replies.push((response) => {
        response.writeHead(200, sse).write(event(chunks.role) + event(chunks.content('Pack ')));
        once(response, 'close').then(() => resolve());
      });
    });
    const stream = await openai().chat.completions.create({
      model: 'gpt-4o',
      messages,
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await closed;
  });

  it('an error inside a stream is thrown as an APIError', async () => {
    model.replies.push((response) => {
      response.writeHead(200, sse).write(event(chunks.role));
      setTimeout(() => response.destroy(), 50);
    });
    const stream = await openai().chat.completions.create({
      model: 'gpt-4o',
      messages,
      stream: true,
    });
    const reading = (async () => {
      for await (const _ of stream);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'model_unavailable' });
  });

  it('tools: asked for, called, answered, and all of it reaches the model', async () => {
    model.replies.push(reply(200, asksForWeather));
    const client = openai();
    const asked = await client.chat.completions.create({
      model: 'gpt-4o',
      messages,
      tools: [weather],
      tool_choice: 'auto',
      parallel_tool_calls: false,
    });
    const [choice] = asked.choices;
    expect(choice?.message.tool_calls).toEqual([call]);
    if (choice === undefined) throw new Error('no choice');
    const toolResult = { role: 'tool' as const, tool_call_id: 'call_1', content: 'sunny' };
    await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [...messages, choice.message, toolResult],
      tools: [weather],
    });
    expect(JSON.parse(model.received.at(-1) ?? '').messages.slice(-2)).toEqual([
      { role: 'assistant', tool_calls: [call] },
      toolResult,
    ]);
  });

  it('tools in a stream: the arguments piece by piece', async () => {
    const toolChunk = (index: number, piece: object) => ({
      ...chunks.role,
      choices: [{ index: 0, delta: { tool_calls: [{ index, ...piece }] }, finish_reason: null }],
    });
    const text = [
      chunks.role,
      toolChunk(0, { ...call, function: { name: 'weather', arguments: '' } }),
      toolChunk(0, { function: { arguments: '{"place":' } }),
      toolChunk(0, { function: { arguments: '"Annecy"}' } }),
      chunks.content('', 'tool_calls'),
      '[DONE]',
    ];
    model.replies.push(reply(200, text.map(event).join(''), sse));
    const completion = await openai()
      .chat.completions.stream({ model: 'gpt-4o', messages, tools: [weather] })
      .finalChatCompletion();
    expect(completion.choices[0]?.message.tool_calls).toMatchObject([call]);
  });

  const weatherTool = (run: (given: { place: string }) => string) => ({
    type: 'function' as const,
    function: {
      ...weather.function,
      parse: JSON.parse,
      function: run,
    },
  });

  it.each([false, true])(
    'runTools: the client runs its own tools against the plain model (stream: %s)',
    async (stream) => {
      const places: string[] = [];
      const tools = [
        weatherTool(({ place }) => {
          places.push(place);
          return 'sunny';
        }),
      ];
      model.replies.push(
        ...(stream
          ? [streamsTools([asked]), streamsWords('It is sunny.')]
          : [callsTools([asked]), says('It is sunny.')]),
      );
      const asking = { model: 'gpt-4o', messages, tools };
      const runner = stream
        ? openai().chat.completions.runTools({ ...asking, stream: true })
        : openai().chat.completions.runTools(asking);
      expect(await runner.finalContent()).toBe('It is sunny.');
      expect(places).toEqual(['Annecy']);
      expect(messagesOf(model.received.at(-1)).at(-1)).toEqual({
        role: 'tool',
        tool_call_id: 'call_1',
        content: 'sunny',
      });
    },
  );

  it('runTools for an assistant is a BadRequestError: it has its own tools', async () => {
    const asking = openai()
      .chat.completions.runTools({
        model: 'travel-guide',
        messages,
        tools: [weatherTool(() => 'sunny')],
      })
      .finalContent();
    const error = await asking.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code: 'invalid_request', param: 'tools' });
  });

  it('an assistant is a model like any other: create, stream, and a second turn', async () => {
    const client = openai(embedded);
    const where = {
      role: 'user' as const,
      content: 'What should four people pack for Lake Tahoe?',
    };
    const first = await client.chat.completions.create({
      model: 'travel-guide',
      messages: [where],
    });
    const [choice] = first.choices;
    expect(choice).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } });
    expect(choice?.message.content).toContain('20:12');
    expect(first.model).toBe('travel-guide');
    if (choice === undefined) throw new Error('no choice');

    const runner = client.chat.completions.stream({
      model: 'travel-guide',
      messages: [where, choice.message, { role: 'user', content: 'And Lake Tahoe (one by one)?' }],
      stream_options: { include_usage: true },
    });
    expect(await runner.finalContent()).toBe(choice.message.content);
    expect((await runner.totalUsage()).completion_tokens).toBeGreaterThan(0);
  });

  it('structured output and images are passed on as they are', async () => {
    const response_format = {
      type: 'json_schema' as const,
      json_schema: { name: 'list', strict: true, schema: { type: 'object', properties: {} } },
    };
    const image = {
      type: 'image_url' as const,
      image_url: { url: 'data:image/png;base64,iVBORw0KGgo=', detail: 'low' as const },
    };
    const content = [{ type: 'text' as const, text: 'What is this?' }, image];
    await openai().chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content }],
      response_format,
      n: 1,
    });
    expect(JSON.parse(model.received.at(-1) ?? '')).toMatchObject({
      messages: [{ role: 'system' }, { role: 'user', content }],
      response_format,
    });
  });

  it('what is wrong with a request is a BadRequestError with code and param', async () => {
    const asking = openai().chat.completions.create({ model: 'gpt-4o', messages: [] });
    const error = await asking.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({
      status: 400,
      code: 'invalid_request',
      type: 'invalid_request_error',
      param: 'messages',
      requestID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const two = openai().chat.completions.create({ model: 'gpt-4o', messages, n: 2 });
    await expect(two).rejects.toMatchObject({ code: 'invalid_request', param: 'n' });
  });

  it('a model that is not there is a NotFoundError', async () => {
    const asking = openai().chat.completions.create({ model: 'gpt-9', messages });
    const error = await asking.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ code: 'model_not_found', param: 'model' });
  });

  it('a busy model: the client waits as our Retry-After says, and asks again by itself', async () => {
    model.replies.push(reply(429, {}, { 'retry-after': '1' }));
    const calls = model.received.length;
    const start = performance.now();
    const completion = await openai(impatient).chat.completions.create({
      model: 'gpt-4o',
      messages,
    });
    expect(completion.choices[0]?.message.content).toBe('Pack a tent.');
    expect(performance.now() - start).toBeGreaterThan(990);
    expect(model.received.length).toBe(calls + 2);
  });

  it('a model that stays busy is a RateLimitError', async () => {
    model.replies.push(reply(429, {}, { 'retry-after': '7' }));
    const asking = openai(impatient).chat.completions.create(
      { model: 'gpt-4o', messages },
      { maxRetries: 0 },
    );
    const error = await asking.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(error.headers.get('retry-after')).toBe('7');
  });

  it('a broken model is an InternalServerError', async () => {
    model.replies.push(reply(200, 'x'), reply(200, 'x'), reply(200, 'x'));
    const asking = openai().chat.completions.create(
      { model: 'gpt-4o', messages },
      { maxRetries: 0 },
    );
    const error = await asking.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InternalServerError);
    expect(error).toMatchObject({ code: 'model_bad_response', type: 'server_error' });
  });

  it('models.list: what may be asked', async () => {
    const ids = [];
    for await (const { id } of openai().models.list()) ids.push(id);
    expect(ids).toEqual(['gpt-4o', ...assistants.map(({ name }) => name)]);
  });
});

describe('@langchain/openai', () => {
  const chat = (of = app) =>
    new ChatOpenAI({
      model: 'gpt-4o',
      apiKey: 'not needed here',
      configuration: { baseURL: `${of.stack.app}/api/v1` },
    });

  it('invoke', async () => {
    const answer = await chat(embedded).invoke(question);
    expect(answer.text).toContain('tent');
    expect(answer).toMatchObject({ usage_metadata: { output_tokens: expect.any(Number) } });
  });

  it('stream', async () => {
    let text = '';
    let count = 0;
    for await (const chunk of await chat(embedded).stream(question)) {
      text += chunk.text;
      count += 1;
    }
    expect(text).toContain('tent');
    expect(count).toBeGreaterThan(20);
  });

  it('invoke of an assistant', async () => {
    const guide = new ChatOpenAI({
      model: 'travel-guide',
      apiKey: 'not needed here',
      configuration: { baseURL: `${embedded.stack.app}/api/v1` },
    });
    const answer = await guide.invoke('When does the sun set at Lake Tahoe?');
    expect(answer.text).toContain('20:12');
  });

  it('tools', async () => {
    model.replies.push(reply(200, asksForWeather));
    const weatherTool = tool(() => 'sunny', {
      name: 'weather',
      description: 'The weather of a place.',
      schema: z.object({ place: z.string() }),
    });
    const answer = await chat().bindTools([weatherTool]).invoke(question);
    expect(answer.tool_calls).toMatchObject([{ name: 'weather', args: { place: 'Annecy' } }]);
  });
});
