import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../../time/until.ts';
import { modelAnswer, reply, startScriptedModel } from '../scriptedModel.ts';
import { bodyOf, campingRequest, startApp } from '../startApp.ts';
import { modelResponse } from '../typedEvents.ts';
import { newKey, toSetting } from './keys.ts';

const model = await startScriptedModel((response) => {
  const isEmbeddings = response.req.url?.endsWith('/embeddings');
  const isResponse = response.req.url?.endsWith('/responses');
  const body = isEmbeddings ? { data: [] } : isResponse ? modelResponse : modelAnswer;
  reply(200, body)(response);
});
afterAll(model.stop);
const [mini, all] = [newKey(), newKey()];
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  MODEL_ALIASES: JSON.stringify({
    'gpt-3.5-turbo': 'gpt-4o-mini',
    'claude-*': 'gpt-4o',
    'claude-guide-*': 'travel-guide',
    'text-embedding-ada-002': 'text-embedding-3-small',
  }),
  CALLERS: toSetting({ mini: { key: mini, models: ['gpt-4o-mini'] }, all: { key: all } }),
}));

const call = (path: string, key: string, body?: object) =>
  fetch(`${app.stack.app}/api${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
  });
const chat = { path: '/v1/chat/completions', body: campingRequest };
const respond = { path: '/v1/responses', body: { input: 'Hi' } };
const job = { path: '/v1/jobs', body: campingRequest };

/** The deployment that the last call went to. */
const asked = () => JSON.parse(model.received.at(-1) ?? '{}').model;

describe('an alias', () => {
  it.each([
    ['gpt-3.5-turbo', 'gpt-4o-mini'],
    ['claude-3-opus', 'gpt-4o'],
    ['claude-guide-1', 'gpt-4o'], // the assistant asks the default
  ])('%s asks %s', async (alias, deployment) => {
    for (const { path, body } of [chat, respond]) {
      await call(path, all, { ...body, model: alias });
      expect(asked()).toBe(deployment);
    }
    const azure = `/openai/deployments/${alias}/chat/completions`;
    expect((await call(azure, all, campingRequest)).status).toBe(200);
    expect(asked()).toBe(deployment);
  });

  it('stands for the embedding model too, in the body and in the path', async () => {
    const body = { input: 'a', model: 'text-embedding-ada-002' };
    expect((await call('/v1/embeddings', all, body)).status).toBe(200);
    const path = '/openai/deployments/text-embedding-ada-002/embeddings';
    expect((await call(path, all, { input: 'a' })).status).toBe(200);
    expect(asked()).toBe('text-embedding-3-small');
  });

  it('works in a job, and in a message of the queue', async () => {
    const accepted = await call('/v1/jobs', all, { ...campingRequest, model: 'gpt-3.5-turbo' });
    const { id } = (await accepted.json()) as { id: string };
    const message = { job: 'alias-1', request: { ...campingRequest, model: 'gpt-3.5-turbo' } };
    await app.queues.getQueueClient('inference-requests').sendMessage(JSON.stringify(message));
    const spans = await until(
      'both runs',
      async () =>
        (await app.spans()).filter(({ customDimensions }) =>
          [id, 'alias-1'].includes(customDimensions['app.job'] ?? ''),
        ),
      (rows) => rows.filter(({ name }) => name === 'generate_completion').length === 2,
    );
    for (const { success } of spans) expect(success).toBe('True');
  });

  it('is not listed, but shown under its own name to who asks for it', async () => {
    const { data } = (await (await call('/v1/models', all)).json()) as { data: { id: string }[] };
    const ids = data.map(({ id }) => id);
    expect(ids).toEqual(['gpt-4o', 'gpt-4o-mini', 'travel-guide', 'text-embedding-3-small']);
    expect(await (await call('/v1/models/claude-guide-1', all)).json()).toMatchObject({
      id: 'claude-guide-1',
      owned_by: 'callspan-assistant',
    });
    expect((await call('/v1/models/other', all)).status).toBe(404);
  });
});

describe('a caller with a list of models', () => {
  it('sees only these', async () => {
    const { data } = (await (await call('/v1/models', mini)).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(['gpt-4o-mini']);
    expect((await call('/v1/models/gpt-4o-mini', mini)).status).toBe(200);
    expect((await call('/v1/models/gpt-3.5-turbo', mini)).status).toBe(200);
    for (const id of ['gpt-4o', 'travel-guide', 'claude-3']) {
      expect((await call(`/v1/models/${id}`, mini)).status).toBe(404);
    }
  });

  it.each(['gpt-4o-mini', 'gpt-3.5-turbo'])('asks %s', async (name) => {
    for (const { path, body } of [chat, respond, job]) {
      expect((await call(path, mini, { ...body, model: name })).status).toBeLessThan(300);
    }
    const azure = `/openai/deployments/${name}/chat/completions`;
    expect((await call(azure, mini, campingRequest)).status).toBe(200);
  });

  it.each<[string, string | null]>([
    ['another', 'gpt-4o'],
    ['an alias of another', 'claude-3'],
    ['an assistant', 'travel-guide'],
    ['the default', null],
  ])('does not ask %s: 404, wherever it tries', async (_name, name) => {
    const content = `refused ${name}`;
    const question = { messages: [{ role: 'user', content }] };
    const bodies = [chat, job].map(({ path }) => ({ path, body: question }));
    const answers = await Promise.all([
      ...[...bodies, { ...respond, body: { input: content } }].map(({ path, body }) =>
        call(path, mini, { ...body, model: name }),
      ),
      call(`/openai/deployments/${name ?? 'gpt-4o'}/chat/completions`, mini, question),
      call('/v1/embeddings', mini, { input: 'a' }),
      call('/openai/deployments/text-embedding-3-small/embeddings', mini, { input: 'a' }),
    ]);
    for (const answer of answers) {
      expect([answer.status, (await bodyOf(answer)).error]).toMatchObject([
        404,
        { code: 'model_not_found', param: 'model' },
      ]);
    }
    expect(model.received.join()).not.toContain(content); // jobs of before may still ask
  });
});
