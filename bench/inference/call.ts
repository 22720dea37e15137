import { once } from 'node:events';
import createClient from '@azure-rest/ai-inference';
import { Pool } from 'undici';
import { createInference } from '../../src/inference/createInference.ts';
import { deadlineIn } from '../../src/values/deadline.ts';
import { testConfig } from '../../test/testConfig.ts';
import { atConcurrency } from '../parties/pacing.ts';

// Calls a model as often as it is told, 16 at once: through our inference layer with spans that do nothing, by a loop over
// undici's pool with JSON read and written, or through the SDK over its own transport.

/** Who calls. */
export type Caller = 'layer' | 'undici' | 'sdk';

/** What a call took. */
export interface Called {
  readonly cpuMs: number;
  readonly perSecond: number;
}

const [endpoint = '', caller] = process.argv.slice(2);
const concurrency = 16;
const messages = [{ role: 'user' as const, content: 'What should I pack?' }];
const body = { model: 'gpt-4o', messages, max_tokens: 4_096 };

function layer(): () => Promise<unknown> {
  const span = { responded() {}, firstChunk() {}, succeeded() {}, failed() {} };
  const noToken = { getToken: async () => null };
  const { parse, complete } = createInference(testConfig(endpoint), noToken, () => span);
  const request = parse({ messages });
  const { signal: left } = new AbortController();
  return () => complete(request, { deadline: deadlineIn(10_000), left });
}

function undici(): () => Promise<unknown> {
  const { origin, pathname } = new URL(endpoint);
  const pool = new Pool(origin);
  const headers = { 'content-type': 'application/json', authorization: 'Bearer local' };
  return async () => {
    const answer = await pool.request({
      method: 'POST',
      path: `${pathname}/chat/completions`,
      headers,
      body: JSON.stringify(body),
    });
    return answer.body.json();
  };
}

function sdk(): () => Promise<unknown> {
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
  const client = createClient(endpoint, { key: 'local' }, options);
  for (const name of ['ClientApiVersionPolicy', 'InferenceTracingPolicy']) {
    client.pipeline.removePolicy({ name });
  }
  return async () => (await client.path('/chat/completions').post({ body })).body;
}

const call = { layer, undici, sdk }[caller as Caller]();
if (!JSON.stringify(await call()).includes('Pack a tent.')) throw new Error('not the answer');

process.on('disconnect', () => process.exit(1));
process.send?.({});
for (;;) {
  const [{ count }] = (await once(process, 'message')) as [{ count: number }];
  const cpu = process.cpuUsage();
  const begin = performance.now();
  await atConcurrency(count, concurrency, call);
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000 / count;
  const perSecond = count / ((performance.now() - begin) / 1_000);
  process.send?.({ cpuMs, perSecond } satisfies Called);
}
