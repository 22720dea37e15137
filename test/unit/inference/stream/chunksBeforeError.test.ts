import { afterAll, describe, expect, it } from 'vitest';
import { chunks, event, reply, startScriptedModel } from '../../../e2e/scriptedModel.ts';
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

  it('an event that fails alone is asked again, as nothing was given', async () => {
    model.replies.push(reply(200, event({ error: {} }), sse));
    model.replies.push(reply(200, event(chunks.content('A', 'stop')), sse));
    expect((await stream()).chunks).toHaveLength(1);
    expect(model.received.splice(0)).toHaveLength(2);
  });
});
