import { afterAll, describe, expect, it } from 'vitest';
import { chatOperation } from '../../../../src/inference/chatOperation.ts';
import { createModelClient } from '../../../../src/inference/client/client.ts';
import type { ModelAccess } from '../../../../src/inference/modelAccess.ts';
import { openStream } from '../../../../src/inference/stream/openStream.ts';
import { chunks, event, reply, startScriptedModel } from '../../../e2e/scriptedModel.ts';
import { testConfig } from '../../../testConfig.ts';
import { hangMs } from '../../../time/hangMs.ts';
import { limitsIn } from '../../../time/limitsIn.ts';
import { startInference } from '../startInference.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const { stream } = startInference(model.url);
const sse = { 'content-type': 'text/event-stream' };

describe('chunks that come in one read with what fails are given first', () => {
  it.each<[string, string, string]>([
    ['the model’s error', event({ error: { message: 'SECRET' } }), 'model_unavailable'],
    ['a malformed chunk', event('{"id":'), 'model_bad_response'],
  ])('%s', async (_name, failure, code) => {
    const text = [chunks.role, chunks.content('A'), chunks.content('B')].map(event).join('');
    model.replies.push(reply(200, text + failure + event(chunks.content('C')), sse));
    const { chunks: given, thrown } = await stream();
    expect(given.map(({ choices }) => choices[0].delta.content)).toEqual(['', 'A', 'B']);
    expect(thrown).toMatchObject({ code });
    expect(model.received.splice(0)).toHaveLength(1);
  });

  it('a fault of ours in the read that brings the last event is no end of the answer', async () => {
    const text = [chunks.role, chunks.content('A', 'stop'), '[DONE]'].map(event).join('');
    model.replies.push(reply(200, text, sse));
    const config = testConfig(model.url);
    const { client } = createModelClient(config, { getToken: async () => null });
    const limits = limitsIn(hangMs(5_000));
    const bounds = { end: limits.deadline, betweenChunksMs: hangMs(5_000) };
    const access: ModelAccess = {
      config,
      client,
      openModelSpan: () => ({ responded() {}, firstChunk() {}, succeeded() {}, failed() {} }),
      retried: ([name], left, call) => call({ model: name, number: 1, limits: left }),
    };
    const request = { messages: [], stream: true };
    const opening = openStream(
      access,
      chatOperation({ request }, config),
      limits,
      bounds,
      () => () => {
        throw new TypeError('a fault');
      },
    );
    await expect(opening).rejects.toMatchObject({ code: 'internal_error' });
    model.received.splice(0);
  });

  it('an event that fails alone is asked again, as nothing was given', async () => {
    model.replies.push(reply(200, event({ error: {} }), sse));
    model.replies.push(reply(200, event(chunks.content('A', 'stop')), sse));
    expect((await stream()).chunks).toHaveLength(1);
    expect(model.received.splice(0)).toHaveLength(2);
  });
});
