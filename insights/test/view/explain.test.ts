import { describe, expect, it } from 'vitest';
import type { Row } from '../../row.ts';
import { explain } from '../../view/explain.ts';
import { chat, host, own, row, thrown } from './rows.ts';

const busy = { error: 'rate_limit_exceeded', status: 429 };
const queue = { 'faas.trigger': 'pubsub', 'app.job': 'trip-7', 'faas.name': 'inferenceQueue' };
const tokens = { customMeasurements: { inputTokens: 31, outputTokens: 286 } };

/** A call that ended with a code, with the calls that it made. */
const ended = (code: string, calls: readonly Row[] = [], more = {}) => [
  host(),
  own(code, more),
  ...calls,
  thrown(code),
];

/** A step of an assistant. */
const span = (
  operation: string,
  dimensions: Record<string, string>,
  success: 'True' | 'False' = 'True',
) =>
  row('dependencies', {
    name: operation,
    duration: 1,
    success,
    customDimensions: { 'gen_ai.operation.name': operation, ...dimensions },
  });

const embeddings = (attempt: number, more: Parameters<typeof chat>[1]) =>
  chat(attempt, {
    model: 'embed',
    ...more,
    customDimensions: { 'gen_ai.operation.name': 'embeddings' },
  });

const cases: readonly [string, readonly Row[], string, string?][] = [
  [
    'that was answered',
    [host({ duration: 2_310 }), own('ok', { duration: 2_300 }), chat(1, tokens)],
    'gpt-4o answered in 2.31 s, 31 → 286 tokens.',
  ],
  [
    'for embeddings',
    [own('ok', { duration: 2_310 }), embeddings(1, { customMeasurements: { inputTokens: 31 } })],
    'embed answered in 2.31 s, 31 tokens.',
  ],
  [
    'for embeddings, which have no fallback',
    ended('rate_limit_exceeded', [embeddings(1, busy)]),
    'embed answered 429 on its only call in 12.4 s; no time was left for another.',
    'raise the quota of the deployment',
  ],
  [
    'that was streamed',
    [own('ok', { duration: 2_310 }), chat(1, { first: 412, ...tokens })],
    'gpt-4o answered in 2.31 s, its first token after 412 ms, 31 → 286 tokens.',
  ],
  [
    'that was streamed on the second call, by a worker that had to start',
    [
      host({ duration: 1_900 }),
      own('ok', { at: 400, duration: 1_490 }),
      chat(1, { ...busy, at: 410, duration: 30 }),
      chat(2, { at: 995, duration: 900, first: 305 }),
    ],
    'gpt-4o answered on call 2, after 429, in 1.90 s, its first token after 1.30 s.',
  ],
  [
    'that was answered after retries',
    [own('ok'), chat(1, busy), chat(2, { ...busy, at: 1, status: 503 }), chat(3, { at: 2 })],
    'gpt-4o answered on call 3, after 429 and 503, in 12.4 s.',
  ],
  [
    'that was answered by a fallback',
    [own('ok'), chat(1, busy), chat(2, { at: 1, model: 'gpt-4o-mini' })],
    'gpt-4o-mini answered in place of gpt-4o on call 2, after 429, in 12.4 s.',
  ],
  [
    'whose answer was cut off',
    [own('ok'), chat(1, { customDimensions: { 'gen_ai.response.finish_reasons': '["length"]' } })],
    'gpt-4o answered in 12.4 s, cut off at the output limit.',
    'raise max_tokens, or MAX_OUTPUT_TOKENS',
  ],
  [
    'whose caller left during the stream',
    [own('client_closed', { duration: 1_240 }), chat(1, { duration: 1_200, first: 370 })],
    'The caller left 1.24 s in, 870 ms after the first token; not an error.',
  ],
  [
    'whose caller left before an answer',
    [own('client_closed', { duration: 1_240 }), chat(1)],
    'The caller left 1.24 s in, before an answer began; not an error.',
  ],
  [
    'whose caller left, which the host tells as a failure',
    [
      host({ success: 'False', resultCode: '499', duration: 1_250 }),
      own('client_closed', { duration: 1_240 }),
      chat(1),
    ],
    'The caller left 1.25 s in, before an answer began; not an error.',
  ],
  [
    'that the host could not pass on',
    [host({ success: 'False', resultCode: '500' }), own('ok'), chat(1)],
    'gpt-4o answered in 12.4 s, but the host failed to pass it on: 500.',
    "look at the host's own log: the app saw no failure",
  ],
  [
    'that an assistant answered',
    [
      own('ok', { duration: 2_490 }),
      span('invoke_agent', { 'gen_ai.agent.name': 'travel-guide' }),
      chat(1, tokens),
      span('execute_tool', {}),
      span('execute_tool', {}, 'False'),
      chat(1, { at: 1, first: 300 }),
    ],
    'travel-guide answered in 2.49 s, with 2 calls to gpt-4o and 2 tool runs (1 failed), its first token after 301 ms, 31 → 286 tokens.',
  ],
  [
    'that an assistant answered, cut off',
    [
      own('ok', { duration: 2_490 }),
      span('invoke_agent', { 'gen_ai.agent.name': 'travel-guide' }),
      chat(1, { customDimensions: { 'gen_ai.response.finish_reasons': '["length"]' } }),
    ],
    'travel-guide answered in 2.49 s, with 1 call to gpt-4o, cut off at the output limit.',
    'raise max_tokens, or MAX_OUTPUT_TOKENS',
  ],
  [
    'that was a duplicate',
    [own('duplicate', { customDimensions: queue })],
    'The queue delivered job trip-7 again; the stored result was told again and no model was called.',
  ],
  [
    'of a job that was delivered once more than needed',
    [
      own('ok', { customDimensions: queue, duration: 500 }),
      chat(1),
      own('duplicate', { customDimensions: queue, at: 900, session_Id: 's2', id: 'own2' }),
    ],
    'gpt-4o answered job trip-7 in 500 ms.',
  ],
  [
    'that stopped at its budget',
    [own('budget'), chat(1), chat(1, { at: 1 })],
    'The run stopped at its budget, after 2 calls to models and 12.4 s; the caller got what there was, and it is not an error.',
    'if it stops too soon, raise the budget',
  ],
  [
    'whose stream broke',
    ended('model_unavailable', [
      chat(1, { at: 100, duration: 3_100, first: 1_000, error: 'model_unavailable' }),
    ]),
    'The stream broke 3.20 s in, 2.10 s after its first token; the caller got the part and an error event.',
    'let the caller ask again: a stream is never repeated once it has begun',
  ],
  [
    'by an API that the endpoint of its model does not have',
    ended('model_rejected_request', [
      chat(1, {
        error: 'model_rejected_request',
        status: 404,
        customDimensions: { 'openai.api.type': 'responses' },
      }),
    ]),
    'gpt-4o rejected the request with 404.',
    'if the endpoint of the model has no Responses API, use chat completions; if it has, what the request refers to is not there',
  ],
  [
    'that has no row of a call to a model',
    [host(), own('ok')],
    'The call ended well in 12.4 s, but no call to a model has arrived.',
    'wait a few seconds; if none comes, rows were lost: see Health',
  ],
  [
    'that accepted a job',
    [
      own('ok', {
        name: 'send inference-requests',
        duration: 34,
        customDimensions: { 'app.job': 'trip-7' },
      }),
    ],
    'Job trip-7 was accepted and put on the queue in 34 ms.',
  ],
  [
    'that still runs',
    [chat(1, busy), chat(2, { at: 5 })],
    "Still running, or the call's own row has not arrived: so far 2 calls to gpt-4o, the last of 310 ms.",
  ],
  [
    'that was throttled to the end',
    ended(
      'rate_limit_exceeded',
      [1, 2, 3].map((n) => chat(n, { ...busy, at: n })),
    ),
    'gpt-4o answered 429 on all 3 calls in 12.4 s; more calls than that are never made.',
    'raise the quota of the deployment, or set AZURE_OPENAI_FALLBACK_DEPLOYMENTS',
  ],
  [
    'that was throttled to the end, fallback included',
    ended('rate_limit_exceeded', [
      chat(1, busy),
      chat(2, { ...busy, at: 1 }),
      chat(3, { ...busy, at: 2, model: 'gpt-4o-mini' }),
    ]),
    'gpt-4o and gpt-4o-mini answered 429 on all 3 calls in 12.4 s; more calls than that are never made.',
    'raise the quota of the deployments',
  ],
  [
    'that was throttled with no time left',
    ended('rate_limit_exceeded', [chat(1, { ...busy, status: 503 }), chat(2, { ...busy, at: 1 })]),
    'gpt-4o answered 429 on the last of 2 calls (before: 503) in 12.4 s; no time was left for another.',
    'raise the quota of the deployment, or set AZURE_OPENAI_FALLBACK_DEPLOYMENTS',
  ],
  [
    'that took too long',
    ended(
      'model_timeout',
      [
        chat(1, { duration: 60_000, error: 'model_timeout' }),
        chat(2, { at: 1, duration: 40_000, error: 'model_timeout' }),
      ],
      { duration: 100_000 },
    ),
    'gpt-4o gave no answer in the 1 min 40 s there were: 1 min 0 s, then 40.0 s.',
    'ask for less output, or raise HTTP_DEADLINE_SECONDS',
  ],
  [
    'whose credentials were refused',
    ended('model_unauthorized', [chat(1, { error: 'model_unauthorized', status: 401 })]),
    'The model refused our credentials (401 from models.test).',
    'give the identity the role Cognitive Services OpenAI User, or check AZURE_AI_INFERENCE_KEY',
  ],
  [
    'of a queue that will deliver it again',
    ended('storage_unavailable', [], { customDimensions: queue }),
    'Blobs, queues or tables did not take or give what was asked within 10 s, after 12.4 s in all; the queue delivers it again.',
    'check AzureWebJobsStorage, and the roles of the identity on it',
  ],
  [
    'with a key that is not known',
    ended('unknown_parameter', [], { customDimensions: { 'app.error.param': 'temprature' } }),
    'The request had a key that is not supported (temprature); no model was called.',
    'leave it out: the answer names it',
  ],
  [
    'of another app that failed',
    [
      row('requests', {
        id: 'r',
        name: 'GET /cart',
        duration: 40,
        success: 'False',
        resultCode: '500',
      }),
      row('dependencies', {
        id: 'd',
        under: 'r',
        name: 'SELECT carts',
        duration: 30,
        success: 'False',
        resultCode: '1205',
      }),
      row('exceptions', { under: 'd', type: 'SqlError', outerMessage: 'deadlock\nat line 1' }),
    ],
    'SELECT carts failed: SqlError: deadlock',
  ],
  [
    'of another app that failed without an exception',
    [
      row('requests', { id: 'r', name: 'GET /cart', success: 'False', resultCode: '500' }),
      row('dependencies', { under: 'r', name: 'GET /price', success: 'False', resultCode: '404' }),
    ],
    'GET /price failed: 404',
  ],
  [
    'of another app that went well',
    [row('requests', { name: 'GET /cart', duration: 40, success: 'True', resultCode: '200' })],
    'GET /cart answered 200 in 40 ms.',
  ],
  [
    'of another app that went well, though steps of it failed',
    [
      row('requests', {
        id: 'r',
        name: 'GET /cart',
        duration: 900,
        success: 'True',
        resultCode: '200',
      }),
      ...Array.from({ length: 299 }, (_, n) =>
        row('dependencies', {
          under: 'r',
          name: `SELECT ${n}`,
          at: n,
          duration: 1,
          success: n % 50 === 7 ? 'False' : 'True',
          resultCode: n % 50 === 7 ? '1205' : '0',
        }),
      ),
    ],
    'GET /cart answered 200 in 900 ms; 6 of 299 steps failed, the first: SELECT 7 failed: 1205',
  ],
  [
    'of another app that went well, though something was thrown in it',
    [
      row('dependencies', { id: 'r', name: 'work', duration: 40, success: 'True' }),
      row('exceptions', { under: 'r', type: 'Stale', outerMessage: 'asked again' }),
    ],
    'work took 40 ms; 1 exception noted, the first: work: Stale: asked again',
  ],
  [
    'of another app whose caller left',
    [row('requests', { name: 'GET /cart', duration: 40, success: 'False', resultCode: '499' })],
    'The caller of GET /cart left after 40 ms; not an error.',
  ],
];

describe('the sentence of a call', () => {
  it.each(cases)('%s', (_what, rows, text, fix) => {
    const explained = explain(rows);
    expect(explained.text).toBe(text);
    expect(explained.fix).toBe(fix);
  });

  it('the first cause is the first call that failed, else the exception', () => {
    const first = chat(1, busy);
    const rows = ended('rate_limit_exceeded', [chat(2, { ...busy, at: 9 }), first]);
    expect(explain(rows).cause).toBe(first);
    const refused = ended('invalid_request');
    expect(explain(refused).cause).toBe(refused.at(-1));
  });

  it('a job that was given up shows the first failed call of its first delivery', () => {
    const first = chat(1, busy);
    const given = { ...queue, 'faas.name': 'inferencePoison' };
    const rows = [
      own('retries_exhausted', { at: 900, session_Id: 's2', id: 'own2', customDimensions: given }),
      own('rate_limit_exceeded', { customDimensions: queue }),
      chat(2, { ...busy, at: 5 }),
      first,
    ];
    const explained = explain(rows);
    expect(explained.cause).toBe(first);
    expect(explained.text).toContain('Every delivery of job trip-7 failed (1 run arrived here)');
    expect(explained.fix).toContain('npm run replay -- --job trip-7');
  });

  it('nothing of a foreign text is in the sentence of our own call', () => {
    const rows = [
      ...ended('internal_error', [chat(1, { error: 'internal_error', message: 'CANARY' })], {
        message: 'CANARY',
      }),
      thrown('internal_error', { outerMessage: 'CANARY', details: 'CANARY' }),
      row('traces', { message: 'CANARY' }),
    ];
    expect(JSON.stringify([explain(rows).text, explain(rows).fix])).not.toContain('CANARY');
  });

  it('a name with line breaks or of a megabyte leaves one short sentence', () => {
    const model = `${'x'.repeat(1_000_000)}\nb`;
    expect(explain([own('ok'), chat(1, { model })]).text.length).toBeLessThan(300);
    expect(explain([own('no_such_code\n<b>')]).text).toBe('The call ended with no_such_code.');
  });
});
