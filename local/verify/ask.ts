import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../src/errors.ts';
import { type Answered, noText } from '../ask/answered.ts';
import type { App } from '../ask/app.ts';
import { askByHttp } from '../ask/askHttp.ts';
import { type JobStorage, readResult, sendJob } from '../ask/askQueue.ts';
import { fromCode, fromThrown } from './askProblem.ts';
import type { Asked } from './awaitTraces.ts';
import { getJob, postJob } from './jobsApi.ts';
import { Problem } from './problem.ts';
import type { Done } from './report.ts';
import { fromStorage, isClosed } from './storageProblem.ts';

const request = {
  messages: [
    {
      role: 'user',
      content: 'What are some recommended supplies for a camping trip in the mountains?',
    },
  ],
};

const refusedKey = 'invalid_api_key' satisfies ErrorCode;
const withoutKey =
  'not asked: the app takes the keys of its callers, and CALLSPAN_API_KEY has none';

/**
 * Asks the question over HTTP, and notes the session of the answer. Unsure: the app has callers, and here is no key of one. Throws a
 * Problem.
 */
export async function askOverHttp(app: App, asked: Asked): Promise<Done<true>> {
  const answer = await askByHttp(app, request, () => {}).catch((thrown) => {
    throw fromThrown(thrown);
  });
  if (answer.code === refusedKey) {
    if (app.apiKey === undefined) return { value: true, detail: withoutKey, unsure: true };
    throw fromCode(refusedKey); // before telemetry: there is no trace
  }
  asked.session = answer.session;
  if (answer.failed) throw fromCode(answer.code);
  return toDone(answer);
}

/**
 * Asks the question over the queue, and notes the session of the result. Call it until the result is there; the message
 * is sent once. If the storage refuses calls from this network, `v1/jobs` of the app sends the message. Throws a
 * Problem.
 */
export function askOverQueue(
  app: App,
  storage: JobStorage,
  asked: Asked,
): () => Promise<Done<true>> {
  const name = `verify-${randomUUID()}`;
  let read: (() => Promise<Answered | undefined>) | undefined;
  let by = '';
  return async () => {
    read ??= await sendJob(storage, name, request).then(
      () => () => readResult(storage, name),
      async (thrown) => {
        if (!isClosed(thrown)) throw fromStorage(thrown, 'queue');
        const id = await postJob(app, request);
        by = ', sent by the app (v1/jobs), as its storage is closed to this network';
        return () => getJob(app, id);
      },
    );
    const result = await read().catch((thrown) => {
      throw fromStorage(thrown, 'results');
    });
    if (result === undefined) throw noResult();
    asked.session = result.session;
    if (!result.failed) return toDone(result, by);
    // It is written once: another try changes nothing.
    const { message, remedy } = fromCode(result.code);
    throw new Problem(message, remedy);
  };
}

/** The answer is the model's text, which must not go into a pipeline's log: its length says enough. */
function toDone({ text, session }: Answered, by = ''): Done<true> {
  if (text !== noText && text !== '') {
    return { value: true, detail: `${text.length} characters, session ${session}${by}` };
  }
  const detail = `no text, session ${session}${by}: a reasoning model may need more MAX_OUTPUT_TOKENS`;
  return { value: true, detail, unsure: true };
}

function noResult(): Problem {
  return new Problem(
    'The message has no result.',
    "The app's identity needs Storage Queue Data Contributor on the queues (a new role takes up to 30 minutes); look at the runs of inferenceQueue.",
    'result',
  );
}
