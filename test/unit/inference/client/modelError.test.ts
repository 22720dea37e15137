import { describe, expect, it } from 'vitest';
import { toModelError } from '../../../../src/inference/client/modelError.ts';

const known = new Set(['messages', 'temperature']);
const of = (status: number, body: unknown = {}, headers = {}) =>
  toModelError({ status, headers, body }, known);
const openai = (error: object) => ({ error: { message: 'canary', ...error } });

describe("a model's refusal", () => {
  it.each([
    [401, {}, 'model_unauthorized'],
    [403, {}, 'model_unauthorized'],
    [404, {}, 'model_not_found'],
    [408, {}, 'model_unavailable'],
    [429, {}, 'rate_limit_exceeded'],
    [500, {}, 'model_unavailable'],
    [502, '<html>canary</html>', 'model_unavailable'],
    [302, '', 'model_bad_response'],
    [400, openai({ code: 'context_length_exceeded' }), 'context_length_exceeded'],
    [400, openai({ code: 'content_filter' }), 'content_filter'],
    [400, openai({ code: 'unsupported_value' }), 'model_rejected_request'],
    [422, 'canary', 'model_rejected_request'],
  ])('of %i %o is %s, without a word of it', (status, body, code) => {
    const error = of(status, body);
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('canary');
  });

  it('names a parameter of ours and nothing else', () => {
    expect(of(400, openai({ param: 'temperature' })).param).toBe('temperature');
    expect(of(400, openai({ param: 'messages[1].content' })).param).toBe('messages');
    expect(of(400, openai({ param: 'canary' })).param).toBeUndefined();
    expect(of(400, openai({ param: '__proto__.x' })).param).toBeUndefined();
  });

  it('keeps how long the model asks us to wait', () => {
    expect(of(429, {}, { 'retry-after': '3' }).retryAfterMs).toBe(3_000);
    expect(of(429).retryAfterMs).toBeUndefined();
  });
});
