import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { modelAnswer, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { bodyOf, campingRequest, startApp } from '../e2e/startApp.ts';
import { expectWithin } from '../time/expectWithin.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';
import { canary, modelFaults } from './modelFaults.ts';

const model = await startScriptedModel();
const { replies, received } = model;

/** Time enough for three calls, also on a busy machine; from 10 s on a call that hangs leaves time for another. */
const deadlineSeconds = Math.min(10, Math.ceil(hangMs(4_000) / 1_000));
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  AZURE_OPENAI_FALLBACK_DEPLOYMENTS: 'gpt-4o-mini',
  HTTP_DEADLINE_SECONDS: `${deadlineSeconds}`,
}));

const inTime = (body: object) => expectWithin(deadlineSeconds * 1_000, 500, () => app.chat(body));

beforeEach(() => {
  replies.length = 0;
  received.length = 0;
});
afterAll(model.stop);

async function chatsOf(session: string, count: number) {
  const spans = await until(
    'the rows of the calls to the model',
    () => app.rows('dependencies', session),
    (rows) => rows.length >= count + 1,
  );
  return spans
    .filter(({ name }) => name.startsWith('chat '))
    .sort(
      (a, b) =>
        Number(a.customDimensions['app.attempt']) - Number(b.customDimensions['app.attempt']),
    );
}

describe('a model that misbehaves', () => {
  it('busy once: asked again after Retry-After, and each call is a row', async () => {
    replies.push(reply(429, { error: { message: canary } }, { 'retry-after': '1' }));
    const response = await app.chat(campingRequest);
    expect(response.status).toBe(200);
    const chats = await chatsOf(response.headers.get('x-request-id') ?? '', 2);
    expect(chats.map(({ name, success }) => [name, success])).toEqual([
      ['chat gpt-4o', 'False'],
      ['chat gpt-4o', 'True'],
    ]);
    expect(chats[0]?.customDimensions).toMatchObject({
      'app.error.type': 'rate_limit_exceeded',
      'app.http.status_code': '429',
      'app.attempt': '1',
    });
  });

  it('without the deployment: the fallback answers', async () => {
    replies.push(reply(404, { error: { code: 'DeploymentNotFound', message: canary } }));
    const response = await app.chat(campingRequest);
    expect(response.status).toBe(200);
    const chats = await chatsOf(response.headers.get('x-request-id') ?? '', 2);
    expect(chats.map(({ name }) => name)).toEqual(['chat gpt-4o', 'chat gpt-4o-mini']);
    expect(received.map((body) => JSON.parse(body).model)).toEqual(['gpt-4o', 'gpt-4o-mini']);
  });

  it.each(modelFaults)(
    '%s: its status and code, as many calls as promised, inside the deadline, no word of it anywhere',
    async (_name, fault, status, code, calls) => {
      replies.push(fault, fault, fault);
      const messages = [{ role: 'user', content: canary }];
      const response = await inTime({ messages });
      expect(response.status).toBe(status);
      const text = JSON.stringify(await bodyOf(response));
      expect(text).toContain(`"code":"${code}"`);

      const session = response.headers.get('x-request-id') ?? '';
      const chats = await chatsOf(session, calls);
      expect(chats).toHaveLength(calls);
      expect(received).toHaveLength(calls);
      const exceptions = await until(
        'the exception',
        () => app.rows('exceptions', session),
        (rows) => rows.length >= 1,
      );
      expect(exceptions).toHaveLength(1);
      const logs = await until(
        'the line of the invocation',
        () => app.rows('traces', session),
        (rows) => rows.length >= 1,
      );
      const invocation = await app.rows('dependencies', session);
      expect(JSON.stringify([text, chats, exceptions, logs, invocation])).not.toContain(canary);
    },
  );

  it.each(modelFaults)(
    '%s, asked for a stream: the same, in JSON',
    async (_name, fault, status, code, calls) => {
      replies.push(fault, fault, fault);
      const messages = [{ role: 'user', content: canary }];
      const response = await inTime({ messages, stream: true });
      const text = await response.text();
      expect([response.status, JSON.parse(text)]).toMatchObject([status, { error: { code } }]);
      expect(received).toHaveLength(calls);
      expect(text).not.toContain(canary);
    },
  );

  it('leaves no socket open behind what went wrong', async () => {
    await until('the model to have 8 sockets or fewer', model.connections, (count) => count <= 8);
  });

  it.each([
    ['length', 'Pack a'],
    ['content_filter', ''],
  ])('that ends with %s has answered: the reason is passed on', async (finish_reason, content) => {
    const choices = [{ index: 0, finish_reason, message: { role: 'assistant', content } }];
    replies.push(reply(200, { ...modelAnswer, choices }));
    const response = await app.chat(campingRequest);
    expect(await response.json()).toMatchObject({ choices });
    const [chat] = await chatsOf(response.headers.get('x-request-id') ?? '', 1);
    expect(chat).toMatchObject({
      success: 'True',
      customDimensions: { 'gen_ai.response.finish_reasons': `["${finish_reason}"]` },
    });
  });
});
