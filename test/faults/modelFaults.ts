import { type Reply, reply } from '../e2e/scriptedModel.ts';

/** In everything that a misbehaving model says. */
export const canary = 'canary-4c1d';

/**
 * How a model misbehaves, each time it is called: what it does, the status and code our caller gets, and the calls made
 * within three seconds, with one fallback.
 */
export const modelFaults: readonly [string, Reply, number, string, number][] = [
  [
    'busy for an hour',
    reply(429, { error: { message: canary } }, { 'retry-after': '3600' }),
    429,
    'rate_limit_exceeded',
    2,
  ],
  ['broken', reply(500, canary), 502, 'model_unavailable', 3],
  [
    'broken with a page',
    reply(502, `<html>${canary}</html>`, { 'content-type': 'text/html' }),
    502,
    'model_unavailable',
    3,
  ],
  ['refusing our key', reply(401, { error: { message: canary } }), 502, 'model_unauthorized', 1],
  [
    'refusing the content',
    reply(400, { error: { code: 'content_filter', message: canary } }),
    400,
    'content_filter',
    1,
  ],
  [
    'refusing a parameter',
    reply(400, { error: { code: 'unsupported_value', param: 'messages', message: canary } }),
    400,
    'model_rejected_request',
    1,
  ],
  [
    'answering a page',
    reply(200, `<html>${canary}</html>`, { 'content-type': 'text/html' }),
    502,
    'model_bad_response',
    3,
  ],
  [
    'answering half',
    reply(200, `{"choices":[{"message":{"content":"${canary}`),
    502,
    'model_bad_response',
    3,
  ],
  ['answering nothing', reply(200, ''), 502, 'model_bad_response', 3],
  [
    'answering without choices',
    reply(200, { id: canary, choices: [] }),
    502,
    'model_bad_response',
    3,
  ],
  ['resetting', (response) => response.destroy(), 502, 'model_unavailable', 3],
  ['hanging', () => {}, 504, 'model_timeout', 1],
];
