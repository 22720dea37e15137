import type { ErrorCode } from '../../src/errors.ts';
import { type Reply, reply } from '../e2e/scriptedModel.ts';

/** In everything that a misbehaving model says. */
export const canary = 'canary-4c1d';

const fiftyMegabytes = Buffer.alloc(50_000_000, canary);

/**
 * How a model misbehaves, each time it is called: what it does, the status and code our caller gets, and the calls made
 * within three seconds, with one fallback.
 */
export const modelFaults: readonly [string, Reply, number, ErrorCode, number][] = [
  [
    'busy for an hour',
    reply(429, { error: { message: canary } }, { 'retry-after': '3600' }),
    429,
    'rate_limit_exceeded',
    2,
  ],
  [
    'busy since the past',
    reply(429, { error: { message: canary } }, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
    429,
    'rate_limit_exceeded',
    3,
  ],
  [
    'busy for it does not know how long',
    reply(429, { error: { message: canary } }, { 'retry-after': canary }),
    429,
    'rate_limit_exceeded',
    3,
  ],
  [
    'busy without a word',
    reply(429, { error: { message: canary } }),
    429,
    'rate_limit_exceeded',
    3,
  ],
  ['unavailable', reply(503, canary, { 'retry-after': '0' }), 502, 'model_unavailable', 3],
  ['broken', reply(500, canary), 502, 'model_unavailable', 3],
  [
    'broken with a page',
    reply(502, `<html>${canary}</html>`, { 'content-type': 'text/html' }),
    502,
    'model_unavailable',
    3,
  ],
  ['refusing our key', reply(401, { error: { message: canary } }), 502, 'model_unauthorized', 1],
  ['forbidden to us', reply(403, { error: { message: canary } }), 502, 'model_unauthorized', 1],
  [
    'without any of our deployments',
    reply(404, { error: { code: 'DeploymentNotFound', message: canary } }),
    404,
    'model_not_found',
    2,
  ],
  [
    'too small for the messages',
    reply(400, { error: { code: 'context_length_exceeded', message: canary } }),
    400,
    'context_length_exceeded',
    1,
  ],
  [
    'sending us elsewhere',
    reply(307, canary, { location: 'https://elsewhere.invalid/v1/chat/completions' }),
    502,
    'model_bad_response',
    3,
  ],
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
  [
    'answering a choice without message',
    reply(200, { id: canary, choices: [{ index: 0, finish_reason: 'stop' }] }),
    502,
    'model_bad_response',
    3,
  ],
  [
    'answering 50 MB',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.on('error', () => {});
      response.end(fiftyMegabytes);
    },
    502,
    'model_bad_response',
    3,
  ],
  [
    'resetting within its answer',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write(`{"id":"${canary}`, () => response.destroy());
    },
    502,
    'model_unavailable',
    3,
  ],
  [
    'answering a byte a second',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 1_000);
      response.on('close', () => clearInterval(drip));
    },
    504,
    'model_timeout',
    1,
  ],
  ['resetting', (response) => response.destroy(), 502, 'model_unavailable', 3],
  ['hanging', () => {}, 504, 'model_timeout', 1],
];
