import { BadRequestError, InternalServerError, NotFoundError, RateLimitError } from 'openai';
import { zodFunction } from 'openai/helpers/zod';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { reply } from '../e2e/scriptedModel.ts';
import { hangMs } from '../time/hangMs.ts';
import { impatient, model } from './apps.ts';
import { messages, openai } from './openaiClient.ts';

describe('errors of openai', () => {
  it('runTools for an assistant is a BadRequestError: it has its own tools', async () => {
    const asking = openai()
      .chat.completions.runTools({
        model: 'travel-guide',
        messages,
        tools: [
          zodFunction({ name: 'weather', parameters: z.object({}), function: () => 'sunny' }),
        ],
      })
      .finalContent();
    const error = await asking.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code: 'invalid_request', param: 'tools' });
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
    // Longer than the call has time, which is stretched on a slow machine.
    const later = `${Math.ceil(hangMs(1_000) / 1_000) + 6}`;
    model.replies.push(reply(429, {}, { 'retry-after': later }));
    const asking = openai(impatient).chat.completions.create(
      { model: 'gpt-4o', messages },
      { maxRetries: 0 },
    );
    const error = await asking.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(error.headers.get('retry-after')).toBe(later);
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
});
