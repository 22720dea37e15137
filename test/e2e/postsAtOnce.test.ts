import { afterAll, expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { startScriptedModel } from './scriptedModel.ts';
import { campingRequest, startApp } from './startApp.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({ AZURE_AI_INFERENCE_ENDPOINT: model.url }));

interface Job {
  readonly id: string;
}

it('a hundred posts at once with one Idempotency-Key are one job, and one call to the model', async () => {
  /** Retries as clients do: a busy machine may answer 5xx. */
  const post = (n: number) =>
    until(
      'the job to be accepted',
      async () => {
        const response = await fetch(`${app.stack.app}/api/v1/jobs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': 'hundred' },
          // null and absent are the same request
          body: JSON.stringify(
            n % 2 === 0 ? campingRequest : { ...campingRequest, temperature: null },
          ),
        });
        return { status: response.status, job: (await response.json()) as Job };
      },
      ({ status }) => status < 500,
    );
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => post(n)));
  expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
  const [id, ...others] = new Set(answers.map(({ job }) => job.id));
  expect(others).toEqual([]);
  await until(
    'the job to have its result',
    async () => {
      const response = await fetch(`${app.stack.app}/api/v1/jobs/${id}`);
      return (await response.json()) as { status: string };
    },
    ({ status }) => status === 'succeeded',
  );
  const queue = app.queues.getQueueClient('inference-requests');
  await until(
    'nothing to be seen in the queue, what is hidden apart',
    async () => (await queue.peekMessages()).peekedMessageItems.length,
    (count) => count === 0,
  );
  expect(model.received).toHaveLength(1);
});
