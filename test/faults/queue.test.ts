import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/errors.ts';
import { startScriptedModel } from '../e2e/scriptedModel.ts';
import { type Row, startApp } from '../e2e/startApp.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';
import { canary, modelFaults } from './modelFaults.ts';

// The question says which fault the model has, so that all of them are tried at once.
const model = await startScriptedModel((response) => {
  const { messages } = JSON.parse(model.received.at(-1) ?? '');
  const [, fault] = modelFaults[messages.at(-1).content.length] ?? [];
  fault?.(response);
});
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  AZURE_OPENAI_FALLBACK_DEPLOYMENTS: '',
  QUEUE_DEADLINE_SECONDS: `${Math.ceil(hangMs(10_000) / 1_000)}`, // all faults at once
}));

const jobOf = (index: number) => `fault-${index}`;
const resultOf = (job: string) =>
  app.blobs
    .getContainerClient('inference-results')
    .getBlobClient(`${createHash('sha256').update(job).digest('hex')}.json`);
const depthOf = async (queue: string) =>
  (await app.queues.getQueueClient(queue).getProperties()).approximateMessagesCount;

describe('a model that misbehaves, asked by the queue', () => {
  let runs: Map<string | undefined, Row>;

  beforeAll(async () => {
    const queue = app.queues.getQueueClient('inference-requests');
    for (const index of modelFaults.keys()) {
      const messages = [{ role: 'user', content: 'x'.repeat(index) }];
      await queue.sendMessage(JSON.stringify({ job: jobOf(index), request: { messages } }));
    }
    runs = await until(
      'every job to have run',
      async () => {
        const rows = (await app.rows('dependencies')).filter(
          ({ name }) => name === 'generate_completion',
        );
        return new Map(rows.map((row) => [row.customDimensions['app.job'], row]));
      },
      (found) => found.size === modelFaults.length,
      60_000,
    );
  });

  it.each(
    [...modelFaults.entries()].map(([index, [name, , , code]]) => [name, code, index] as const),
  )(
    '%s: %s, and a failed result, another delivery or a job put off, as the table says',
    async (_name, code, index) => {
      const job = jobOf(index);
      const row = runs.get(job);
      const { queue } = errorCodes[code];
      expect(row?.customDimensions['app.outcome']).toBe(queue === 'later' ? 'throttled' : code);
      expect(row?.success).toBe(queue === 'later' ? 'True' : 'False');
      const result = resultOf(job);
      const ends = queue === 'failed';
      expect(await result.exists()).toBe(ends);
      if (!ends) return;
      const text = (await result.downloadToBuffer()).toString();
      expect(JSON.parse(text)).toMatchObject({ job, status: 'failed', error: { code } });
      expect(text).not.toContain(canary);
    },
  );

  it('what may pass waits in the queue, and nothing is poison', async () => {
    const again = modelFaults.filter(([, , , code]) => errorCodes[code].queue !== 'failed');
    const putOff = again.filter(([, , , code]) => errorCodes[code].queue === 'later');
    const depth = await depthOf('inference-requests');
    expect(depth).toBeGreaterThanOrEqual(again.length);
    // One that is put off once more is there twice while it is.
    expect(depth).toBeLessThanOrEqual(again.length + putOff.length);
    expect(await depthOf('inference-requests-poison')).toBe(0);
  });
});
