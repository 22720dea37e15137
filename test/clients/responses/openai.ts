import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { says } from '../../e2e/toolReplies.ts';
import { modelResponse } from '../../e2e/typedEvents.ts';
import { model } from '../apps.ts';
import { openai } from '../openaiClient.ts';
import {
  breaksOffAfter,
  streamedResponse,
  wholeResponse,
  withUnknownEvent,
} from './modelResponses.ts';
import { testOpenai } from './testOpenai.ts';

testOpenai(
  'OpenAI, responses',
  (url) => new OpenAI({ baseURL: `${url}/api/v1`, apiKey: 'not needed here', maxRetries: 0 }),
);

describe('openai.responses', () => {
  beforeEach(() => {
    model.replies.length = 0;
  });
  const asking = { model: 'gpt-4o', input: 'What should I pack?' };
  const saying = { thought: '', text: '{"place":"Annecy"}' };
  const places = { text: { format: zodTextFormat(z.object({ place: z.string() }), 'place') } };

  it('create: the response, and the request ID of the invocation', async () => {
    const { data, request_id } = await openai().responses.create(asking).withResponse();
    expect(data).toMatchObject(modelResponse);
    expect(data.output_text).toBe('Pack a tent.');
    expect(request_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('create with stream: events as they come, the unknown ones too', async () => {
    model.replies.push(withUnknownEvent('Pack a tent.'));
    const types: string[] = [];
    for await (const { type } of await openai().responses.create({ ...asking, stream: true })) {
      types.push(type);
    }
    expect(types[0]).toBe('response.created');
    expect(types).toContain('response.something_new.delta');
    expect(types.at(-1)).toBe('response.completed');
  });

  it('create with stream: a failure is thrown after what came before it', async () => {
    model.replies.push(breaksOffAfter('Pack a tent.', 'response.failed alone'));
    const types: string[] = [];
    const reading = (async () => {
      const events = await openai().responses.create({ ...asking, stream: true });
      for await (const { type } of events) types.push(type);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'model_unavailable' });
    expect(types.at(-1)).toBe('response.output_text.delta');
  });

  it('parse and stream: what a schema says', async () => {
    model.replies.push(wholeResponse(saying, 'plain', 0), streamedResponse(saying, 'plain', 1));
    const whole = await openai().responses.parse({ ...asking, ...places });
    expect(whole.output_parsed).toEqual({ place: 'Annecy' });
    expect(JSON.parse(model.received.at(-1) ?? '{}').text).toEqual(places.text);
    const streamed = await openai()
      .responses.stream({ ...asking, ...places })
      .finalResponse();
    expect(streamed.output_parsed).toEqual({ place: 'Annecy' });
  });

  it('parse of an assistant: what a schema says', async () => {
    model.replies.push(says(saying.text));
    const { output_parsed } = await openai().responses.parse({
      ...asking,
      ...places,
      model: 'travel-guide',
    });
    expect(output_parsed).toEqual({ place: 'Annecy' });
  });
});
