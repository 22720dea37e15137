import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { errorCodes, toAppError } from '../../src/errors.ts';
import { createInference } from '../../src/inference/createInference.ts';
import { readMessage } from '../../src/jobs/message.ts';
import { readJob } from '../../src/jobs/readJob.ts';
import { checkMessage } from '../../src/jobs/runJob.ts';
import type { JobStore } from '../../src/jobs/storage.ts';
import { callersName } from '../../src/values/forms.ts';
import { startScriptedModel } from '../e2e/scriptedModel.ts';
import { testConfig } from '../testConfig.ts';
import { hangMs } from '../time/hangMs.ts';
import { limitsIn } from '../time/limitsIn.ts';
import { body, messageText, validRequest } from './arbitraries.ts';
import { runs } from './runs.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const inference = createInference(
  testConfig(model.url, { systemPrompt: 'You are a travel guide.' }),
  { getToken: async () => null },
  (call) => {
    call.content?.(); // as when content is recorded
    return {
      responded() {},
      firstChunk() {},
      succeeded: (answer) => void answer.content?.(),
      failed() {},
    };
  },
);
const refusals = /^(invalid_json|invalid_request|unknown_parameter|model_not_found)$/;
const anHour = 3_600_000;

it(
  'whatever a body holds, it is answered or refused in our words, and nothing breaks',
  async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        model.received.length = 0;
        try {
          const request = inference.parseBody(bytes);
          await inference.complete({ ...request, stream: false }, limitsIn(hangMs(10_000)));
          answered += 1;
        } catch (thrown) {
          const { code, message, param } = toAppError(thrown);
          expect(code).toMatch(refusals);
          expect(errorCodes[code].status).toBeLessThan(500);
          expect(`${message}${param}`.length).toBeLessThan(400);
        }
      }),
      runs(5_000),
    );
    expect(answered).toBeGreaterThan(0);
  },
  anHour,
);

it(
  'a valid body is always accepted',
  () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        inference.parseBody(Buffer.from(JSON.stringify(request)));
      }),
      runs(1_000),
    );
  },
  anHour,
);

const jobs = {
  ...inference,
  callerOf: (name: string | undefined) => name,
  checkModel: () => {},
};
const span = { setCaller: () => {}, setRequest: () => {} };

it(
  'whatever a queue text holds, it gets a name that can be a job, and a request or an error of ours',
  async () => {
    const store = { readRequest: async () => undefined } as unknown as JobStore; // no request lies in a blob
    await fc.assert(
      fc.asyncProperty(messageText, fc.anything(), async (text, id) => {
        const message = readMessage(asHost(text), id);
        expect(message.job).toMatch(callersName);
        const checked = await checkMessage(message, jobs, store, span);
        if ('error' in checked) expect(errorCodes[checked.error.code].queue).toBe('failed');
        expect(checked.digests.requestSha256).toMatch(/^[0-9a-f]{64}$/);
      }),
      runs(1_000),
    );
  },
  anHour,
);

it('whatever a job is called, storage is asked only for names that can be one', async () => {
  const asked: string[] = [];
  const ask = async (job: string) => void asked.push(job);
  const store = { readResult: ask, readRequest: ask } as unknown as JobStore; // nothing is stored
  const id = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('..', '../../x', 'a/b', 'a\\b', 'x\n', ' x', '%2e%2e', 'x'.repeat(129), ''),
    fc.stringMatching(/^[A-Za-z0-9._:-]{1,128}$/),
  );
  await fc.assert(
    fc.asyncProperty(id, async (name) => {
      await expect(readJob(name, undefined, store)).rejects.toMatchObject({
        code: 'job_not_found',
      });
    }),
    runs(1_000),
  );
  for (const name of asked) expect(name).toMatch(callersName);
  expect(asked.length).toBeGreaterThan(0);
});

/** As the host hands a text over: parsed, when it is JSON. */
function asHost(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
