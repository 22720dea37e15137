import { once } from 'node:events';
import type OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { assistants } from '../../src/assistants/list.ts';
import { chunks, event, modelAnswer, reply } from '../e2e/scriptedModel.ts';
import { messagesOf, says } from '../e2e/toolReplies.ts';
import { until } from '../time/until.ts';
import { embedded, model } from './apps.ts';
import { messages, openai } from './openaiClient.ts';

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

  it('parse: its message, with what it parsed, goes back as the model wrote it', async () => {
    const written = '{"place":"Annecy"}';
    model.replies.push(says(written));
    const client = openai();
    const place = zodResponseFormat(z.object({ place: z.string() }), 'place');
    const { choices } = await client.chat.completions.parse({
      model: 'gpt-4o',
      messages,
      response_format: place,
    });
    const message = choices[0]?.message;
    if (message === undefined) throw new Error('no choice');
    expect(message.parsed).toEqual({ place: 'Annecy' });
    await client.chat.completions.create({ model: 'gpt-4o', messages: [...messages, message] });
    expect(messagesOf(model.received.at(-1)).at(-1)).toEqual({
      role: 'assistant',
      content: written,
    });
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

  it('models.list: what may be asked', async () => {
    const ids = [];
    for await (const { id } of openai().models.list()) ids.push(id);
    const names = assistants.map(({ name }) => name);
    expect(ids).toEqual(['gpt-4o', ...names, 'text-embedding-3-small']);
  });
});
